/** What the conditions look at: current state and short windows, folded from events in their order. Knows no clock. */
import {
  type AgentView,
  agentKeyOf,
  type ClusterView,
  type Disconnect,
  type EpochMs,
  type Event,
  foldCluster,
  foldServer,
  foldTarget,
  type GroupRecord,
  type HealthKind,
  type ServerMinute,
  type ServerView,
  serverKeyOf,
  type TargetKey,
  type TargetState,
} from '#contract';
import { createPingMinutes, type PingMinutes, sampleUs } from './ping-minutes';

export interface AgentFacts {
  clusterKey: string;
  loginId: string;
  teamId: string;
  teamName: string;
  site: string | null;
  health: HealthKind;
  since: EpochMs;
  side: 'A' | 'B' | null;
  /** Was connected last at this time; null: never seen so. */
  connectedAt: EpochMs | null;
}

export interface GroupMember {
  teamId: string;
  teamName: string;
  site: string | null;
  loginId: string;
  missing: boolean;
}

export interface GroupFacts {
  group: GroupRecord;
  /** Of the whole cluster when it began. */
  connectedBefore: number;
  /** Members by disconnect; true: neither back nor gone by themselves. */
  members: Map<string, GroupMember>;
}

export interface AlertFacts {
  readonly clusters: ReadonlyMap<string, ClusterView>;
  readonly servers: ReadonlyMap<string, ServerView>;
  readonly targets: ReadonlyMap<TargetKey, TargetState>;
  /** Since when a target is not online; those that are, are missing. */
  readonly offline: ReadonlyMap<TargetKey, EpochMs>;
  readonly agents: ReadonlyMap<string, AgentFacts>;
  /** Whole groups that are not old yet. */
  readonly groups: ReadonlyMap<string, GroupFacts>;
  /** Of each server, the last ones, oldest first. */
  readonly minutes: ReadonlyMap<string, readonly ServerMinute[]>;
  /** When we ourselves did not look, lately. */
  readonly unobserved: readonly { from: EpochMs; to: EpochMs }[];
  /** The last pings of each target, minute by minute. */
  readonly pings: ReadonlyMap<TargetKey, Pick<PingMinutes, 'window'>>;
  /** Since when we are to measure a target, as far as we have heard; stopped ones are missing. */
  readonly activeSince: ReadonlyMap<TargetKey, EpochMs>;
  /** Since when the database takes nothing; null: it does. */
  refusedSince(): EpochMs | null;
  /** How many were connected at some time of the last half hour. */
  connectedLately(clusterKey: string, at: EpochMs): number;
  take(e: Event): void;
}

export interface KnownFacts {
  clusters: readonly ClusterView[];
  servers: readonly ServerView[];
  agents: readonly AgentView[];
  targets: readonly TargetState[];
}

const MINUTES_KEPT = 15;
const GAPS_KEPT = 20;
/** After so long a group is nobody's news. */
const GROUP_KEPT_MS = 2 * 3_600_000;

const isConnected = (kind: HealthKind): boolean => kind === 'connected' || kind === 'unstable';

/** How many of a cluster were connected at some time of the half hour before. */
export type ConnectedLately = (clusterKey: string, at: EpochMs) => number;

/**
 * @param known what the former run left
 * @param counted where agents are not told one by one: who says how many there were
 */
export function createAlertFacts(
  known: KnownFacts = { clusters: [], servers: [], agents: [], targets: [] },
  counted: ConnectedLately | null = null,
): AlertFacts {
  const clusters = new Map(known.clusters.map((c) => [c.key, c]));
  const servers = new Map(known.servers.map((s) => [serverKeyOf(s.clusterKey, s.nodeKey), s]));
  const targets = new Map(known.targets.map((t) => [t.key, t]));
  const agents = new Map(
    known.agents.filter((a) => !a.removed).map((a) => [agentKeyOf(a.clusterKey, a.loginId), agentOf(a)]),
  );
  const offline = new Map(
    known.targets.filter((t) => t.session.phase !== 'online').map((t) => [t.key, t.session.since]),
  );
  const groups = new Map<string, GroupFacts>();
  const minutes = new Map<string, ServerMinute[]>();
  const unobserved: { from: EpochMs; to: EpochMs }[] = [];
  const pings = new Map<TargetKey, PingMinutes>();
  const activeSince = new Map<TargetKey, EpochMs>();
  let refused: EpochMs | null = null;
  const disconnects = new Map<string, Disconnect>();

  function takeTarget(e: Event & { targetKey: TargetKey }): void {
    const before = targets.get(e.targetKey)?.session;
    const state = foldTarget(targets.get(e.targetKey), e);
    if (state === undefined) return;
    if (state.archived) {
      for (const map of [targets, pings, offline, activeSince]) map.delete(e.targetKey);
      return;
    }
    targets.set(e.targetKey, state);
    const { phase } = state.session;
    if (phase === 'online') offline.delete(e.targetKey);
    else if (!offline.has(e.targetKey) || isResting(state.session) || isResting(before)) offline.set(e.targetKey, e.at);
    if (phase === 'stopped') activeSince.delete(e.targetKey);
    else if (!activeSince.has(e.targetKey)) activeSince.set(e.targetKey, e.at);
    if (e.type === 'ping-answered') pingsOf(e.targetKey).take({ at: e.sentAt, rttUs: sampleUs(e.rttMs) });
    if (e.type === 'ping-missed') pingsOf(e.targetKey).take({ at: e.sentAt, rttUs: null });
  }

  function pingsOf(key: TargetKey): PingMinutes {
    const known = pings.get(key) ?? createPingMinutes();
    pings.set(key, known);
    return known;
  }

  function takeServer(e: Event & { clusterKey: string; nodeKey: string }): void {
    const key = serverKeyOf(e.clusterKey, e.nodeKey);
    const view = foldServer(servers.get(key), e);
    if (view === undefined) return;
    if (view.removed) servers.delete(key);
    else servers.set(key, view);
    if (e.type !== 'server-minute-counted') return;
    minutes.set(key, [...(minutes.get(key) ?? []), e.minute].slice(-MINUTES_KEPT));
  }

  function takeHealth(e: Event & { type: 'agent-health-changed' }): void {
    const key = agentKeyOf(e.clusterKey, e.loginId);
    const before = agents.get(key);
    if (before === undefined) return;
    const kind = e.health.kind;
    const side = 'side' in e.health ? e.health.side : null;
    const connectedAt = isConnected(kind) || isConnected(before.health) ? e.at : before.connectedAt;
    agents.set(key, { ...before, teamId: e.teamId, health: kind, since: e.since, side, connectedAt });
  }

  function takeDisconnect(d: Disconnect): void {
    disconnects.set(d.id, d);
    if (d.closedAt !== null) disconnects.delete(d.id);
    const found = d.groupId === null ? undefined : groups.get(`${d.clusterKey} ${d.groupId}`);
    if (found !== undefined) join(found, d);
  }

  function connectedBefore({ clusterKey, from, size }: GroupRecord): number {
    if (counted !== null) return counted(clusterKey, from);
    return [...agents.values()].filter((a) => a.clusterKey === clusterKey && isConnected(a.health)).length + size;
  }

  function takeGroup(group: GroupRecord): void {
    if (group.teamId !== null) return;
    const key = `${group.clusterKey} ${group.id}`;
    for (const [k, { group: g }] of groups) if (g.to < group.to - GROUP_KEPT_MS) groups.delete(k);
    const known = groups.get(key);
    if (known !== undefined) {
      known.group = group;
      return;
    }
    const made: GroupFacts = { group, connectedBefore: connectedBefore(group), members: new Map() };
    groups.set(key, made);
    for (const d of disconnects.values())
      if (d.clusterKey === group.clusterKey && d.groupId === group.id) join(made, d);
  }

  return {
    ...{ clusters, servers, targets, offline, agents, groups, minutes, unobserved, pings, activeSince },
    connectedLately: counted ?? ((clusterKey, at) => countedLately(agents.values(), clusterKey, at)),
    refusedSince: () => refused,
    take(e) {
      switch (e.type) {
        case 'agent-listed': {
          const key = agentKeyOf(e.clusterKey, e.loginId);
          const { teamId, teamName, site } = e.profile;
          const before = agents.get(key) ?? unseen(e.clusterKey, e.loginId, e.at);
          agents.set(key, { ...before, teamId, teamName, site });
          return;
        }
        case 'recording-changed':
          refused = e.recording.state === 'refused' ? e.recording.since : null;
          return;
        case 'agent-unlisted':
          agents.delete(agentKeyOf(e.clusterKey, e.loginId));
          return;
        case 'agent-health-changed':
          takeHealth(e);
          return;
        case 'disconnect-changed':
          takeDisconnect(e.disconnect);
          return;
        case 'group-changed':
          takeGroup(e.group);
          return;
        case 'observer-gap':
        case 'observer-stalled':
          unobserved.push({ from: e.fromMs, to: e.toMs });
          if (unobserved.length > GAPS_KEPT) unobserved.shift();
          return;
        case 'cluster-described':
        case 'cluster-learned':
        case 'cluster-removed':
        case 'directory-read': {
          const view = foldCluster(clusters.get(e.clusterKey), e);
          if (view === undefined || view.removed) clusters.delete(e.clusterKey);
          else clusters.set(e.clusterKey, view);
          return;
        }
        default:
          if ('targetKey' in e) takeTarget(e);
          else if ('nodeKey' in e) takeServer(e);
      }
    },
  };
}

function unseen(clusterKey: string, loginId: string, at: EpochMs): AgentFacts {
  return {
    ...{ clusterKey, loginId, teamId: '', teamName: '', site: null, health: 'unknown', since: at, side: null },
    connectedAt: null,
  };
}

function agentOf(a: AgentView): AgentFacts {
  const { clusterKey, loginId, teamId, teamName, site, health, healthSince } = a;
  const connectedAt = isConnected(health.kind) ? healthSince : null;
  const side = 'side' in health ? health.side : null;
  const place = { clusterKey, loginId, teamId, teamName, site };
  return { ...place, health: health.kind, since: healthSince, side, connectedAt };
}

const byThemselves: ReadonlySet<string> = new Set(['self', 'supervisor', 'inactivity']);

function join({ members }: GroupFacts, d: Disconnect): void {
  const gone = d.end !== null && byThemselves.has(d.end.outcome);
  const { teamId, teamName, site, loginId } = d;
  members.set(d.id, { teamId, teamName, site, loginId, missing: d.returned === null && !gone && d.closedAt === null });
}

/** Stopped by our own wish: what follows is no part of what was before. */
function isResting(session: TargetState['session'] | undefined): boolean {
  return session?.phase === 'stopped' && session.reason !== 'refused';
}

const LATELY_MS = 1_800_000;

function countedLately(agents: Iterable<AgentFacts>, clusterKey: string, at: EpochMs): number {
  let n = 0;
  for (const a of agents)
    if (a.clusterKey === clusterKey && (isConnected(a.health) || (a.connectedAt ?? 0) > at - LATELY_MS)) n += 1;
  return n;
}
