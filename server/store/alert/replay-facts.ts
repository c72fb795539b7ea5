/** Replays a rule over facts in their order, a day at a time: sessions by groups of targets, the rest by cluster. */
import {
  type AgentView,
  agentKeyOf,
  type Event,
  type EventOf,
  type EventType,
  foldTarget,
  type ReplayLine,
  type ServerView,
  serverKeyOf,
  type TargetState,
} from '#contract';
import { createAlertFacts } from '../../domain/alert/facts';
import { createEventReplay, type EventReplay } from '../../domain/alert/replay/events';
import { clusterTypesOf, targetTypesOf, warmUpMs } from '../../domain/alert/replay/needs';
import type { ReplayContext } from './replay-context';

const DAY_MS = 86_400_000;
/** So many targets' facts of a day are read at once. */
const BATCH = 100;
/** Of feeds and accounts there are several, each with a fact of its own. */
const BEFORE_EACH = 60;

function daySlices(from: number, to: number): { from: number; to: number }[] {
  const slices: { from: number; to: number }[] = [];
  for (let start = from; start < to; start += DAY_MS) slices.push({ from: start, to: Math.min(to, start + DAY_MS) });
  return slices;
}

/** Each target by itself: a fact of one says nothing of another. */
export async function* replaySessions(
  context: ReplayContext,
  targets: readonly TargetState[],
): AsyncGenerator<ReplayLine> {
  const { reads, rule, range, unobserved } = context;
  const types = targetTypesOf(rule.condition);
  const since = range.from - warmUpMs(rule.condition);
  const slices = daySlices(since, range.to + 1);
  const batches = Math.ceil(targets.length / BATCH);
  for (let b = 0; b < batches; b += 1) {
    const batch = targets.slice(b * BATCH, (b + 1) * BATCH);
    const keys = batch.map((t) => t.key);
    const before = await reads.targetFactsBefore(keys, types, since);
    const replays = new Map<string, EventReplay>();
    for (const target of batch) {
      const track = context.track(rule);
      const known = { clusters: [], servers: [], agents: [], targets: [sessionBefore(target, before, since)] };
      const facts = createAlertFacts(known);
      replays.set(target.key, createEventReplay({ rule, facts, track, range, unobserved }));
    }
    for (const [i, slice] of slices.entries()) {
      for (const e of await reads.targetFacts(keys, types, slice))
        if ('targetKey' in e) replays.get(e.targetKey)?.take(e);
      yield { line: 'progress', done: b * slices.length + i + 1, of: batches * slices.length };
    }
    for (const replay of replays.values()) replay.finish();
  }
}

/** As it was then, as far as facts tell; before the first of them it had not begun. */
function sessionBefore(target: TargetState, before: readonly Event[], at: number): TargetState {
  if (target.session.since < at) return { ...target, lastLoss: null };
  const session = { phase: 'stopped', since: at, reason: 'not-started', failure: null } as const;
  const first: TargetState = { ...target, session, lastLoss: null };
  return before.reduce<TargetState>((state, e) => foldTarget(state, e) ?? state, first);
}

export async function* replayClusters(context: ReplayContext): AsyncGenerator<ReplayLine> {
  const { reads, rule, range, places } = context;
  const { clusters } = rule.where;
  const keys = places.clusters.map((c) => c.key).filter((key) => clusters.length === 0 || clusters.includes(key));
  const since = range.from - warmUpMs(rule.condition);
  const slices = daySlices(since, range.to + 1);
  const types = clusterTypesOf(rule.condition);
  const ofTargets = targetTypesOf(rule.condition);
  for (const [k, clusterKey] of keys.entries()) {
    const replay = await beginCluster(context, clusterKey, since);
    const targets = places.targets.filter((t) => t.clusterKey === clusterKey).map((t) => t.key);
    for (const [i, slice] of slices.entries()) {
      const facts = types.length === 0 ? [] : await reads.clusterFacts(clusterKey, types, slice);
      const more = ofTargets.length === 0 ? [] : await reads.targetFacts(targets, ofTargets, slice);
      const all = more.length === 0 ? facts : [...facts, ...more].sort((a, b) => a.at - b.at);
      for (const e of all) replay.take(e);
      yield { line: 'progress', done: k * slices.length + i + 1, of: keys.length * slices.length };
    }
    replay.finish();
  }
}

async function beginCluster(context: ReplayContext, clusterKey: string, since: number): Promise<EventReplay> {
  const { reads, rule, range, unobserved, places } = context;
  const { condition } = rule;
  const servers = places.servers.filter((s) => s.clusterKey === clusterKey);
  const targets = condition.of === 'certificate' ? places.targets.filter((t) => t.clusterKey === clusterKey) : [];
  const agents = condition.of === 'agents' ? await reads.replayAgents(clusterKey) : [];
  const facts = createAlertFacts(
    {
      clusters: places.clusters.filter((c) => c.key === clusterKey),
      servers: await certified(context, servers.map(blank), range.to),
      agents: agents.map((a) => agentBefore(a, since)),
      targets: await certifiedTargets(context, targets, range.to),
    },
    context.connected,
  );
  const types = clusterTypesOf(condition).filter((type) => isOfServer.has(type));
  const keys = servers.map((s) => serverKeyOf(s.clusterKey, s.nodeKey));
  for (const e of await reads.serverFactsBefore(keys, types, since, BEFORE_EACH)) facts.take(e);
  const track = context.track(rule);
  const replay = createEventReplay({ rule, facts, track, range, unobserved });
  if (condition.of !== 'agents') return replay;
  const names = new Map(places.clusters.find((c) => c.key === clusterKey)?.teams.map((t) => [t.id, t.name]));
  return withListings(replay, new Set(agents.map((a) => agentKeyOf(a.clusterKey, a.loginId))), names);
}

const isOfServer: ReadonlySet<EventType> = new Set([
  ...(['outage-changed', 'readiness-changed', 'feed-changed', 'account-changed'] as const),
]);

/** What changes with time is told by facts. */
function blank(s: ServerView): ServerView {
  return { ...s, rungs: [], outage: null, feeds: [], accounts: [], minute: null };
}

/** The certificate of the beginning: what the first change of the range replaced, or the present one. */
async function certified({ reads, rule, range }: ReplayContext, servers: ServerView[], to: number) {
  if (rule.condition.of !== 'certificate') return servers;
  const clusterKey = servers[0]?.clusterKey;
  if (clusterKey === undefined) return servers;
  const changes = await reads.clusterFacts(clusterKey, ['server-certificate-changed'], {
    from: range.from,
    to: to + 1,
  });
  return servers.map((s) => {
    const first = changes.find((e) => e.type === 'server-certificate-changed' && e.nodeKey === s.nodeKey);
    return first?.type === 'server-certificate-changed' ? { ...s, certificate: first.before } : s;
  });
}

async function certifiedTargets({ reads, range }: ReplayContext, targets: readonly TargetState[], to: number) {
  const keys = targets.map((t) => t.key);
  const changes = await reads.targetFacts(keys, ['certificate-changed'], { from: range.from, to: to + 1 });
  return targets.map((t) => {
    const first = changes.find((e) => e.type === 'certificate-changed' && e.targetKey === t.key);
    return first?.type === 'certificate-changed' ? { ...t, certificate: first.before } : t;
  });
}

/** Who has not changed since then is as then; of the others the next fact tells. */
function agentBefore(a: AgentView, since: number): AgentView {
  if (a.healthSince < since) return a;
  const blame = { feed: 'rest', side: null } as const;
  return { ...a, health: { kind: 'unknown', why: 'never-seen', blame, since: null }, healthSince: since };
}

/** Those who are no longer in the directory, or stand under a pseudonym, are listed when they are first told of. */
function withListings(replay: EventReplay, listed: Set<string>, names: ReadonlyMap<string, string>): EventReplay {
  return {
    take(e) {
      if (e.type === 'agent-health-changed') {
        const key = agentKeyOf(e.clusterKey, e.loginId);
        if (!listed.has(key)) replay.take(listingOf(e, names.get(e.teamId) ?? e.teamId));
        listed.add(key);
      }
      replay.take(e);
    },
    finish: () => replay.finish(),
  };
}

function listingOf(e: EventOf<'agent-health-changed'>, teamName: string): EventOf<'agent-listed'> {
  const { observerId, eventId, v, at, clusterKey, loginId, teamId } = e;
  const unknown = { firstName: null, lastName: null, site: null, extension: null, userType: null };
  return {
    ...{ observerId, eventId, v, at, type: 'agent-listed', clusterKey, loginId, teamId, leftTeamId: null },
    profile: { ...unknown, teamId, teamName },
  };
}
