/** Judges every agent of one cluster over both sides and publishes what changes: told by feeds, woken by one alarm. */
import {
  type AgentStatesKept,
  type AgentView,
  beganAt,
  type Disconnect,
  type EpochMs,
  type Fact,
  type FactSource,
  type GroupRecord,
  type WarningRecord,
} from '#contract';
import {
  type Capabilities,
  capabilitiesOf,
  type Installation,
  type ListMeaning,
} from '../../domain/presence/capabilities';
import { type Evidence, freshSpan, noEvidence, type StateEvidence } from '../../domain/presence/evidence';
import { foldEvidence } from '../../domain/presence/fold';
import { teamCountsOf } from '../../domain/presence/team-counts';
import { createAlarm, type Time, wallNow } from '../../time/time';
import { createAgenda } from './agenda';
import { createAgentFeeds } from './agent-feeds';
import { createAgentGroups } from './agent-groups';
import { createJudge } from './agent-judge';
import { createDirectory } from './agent-listing';
import { rosterOf } from './agent-roster';
import { agentOf, isInQuestion, newAgent, SETTLES_MS, takeFormer, type WatchedAgent } from './agent-state';
import { createWarnings } from './agent-warnings';
import type { AgentWatch } from './port';

export interface AgentWatchOptions {
  clusterKey: string;
  service: 'finesse' | 'xmpp';
  time: Time;
  publish(fact: Fact): void;
  /** As a former run left it. */
  known: {
    agents: readonly AgentView[];
    openDisconnects: readonly Disconnect[];
    /** Whole ones and those of teams, of the open disconnects. */
    groups: readonly GroupRecord[];
    record: WarningRecord | null;
    /** When the former run last saw anything; null: not known. */
    seenUntil?: EpochMs | null;
  };
  /** What the list of connected users means here was proven by cases of this installation. */
  onListMeaning?(meaning: ListMeaning): void;
  /** Missing: only around disconnects. */
  statesKept?(): AgentStatesKept;
}

/** In one go, and then others have their turn: a look takes about 0.1 ms. */
const CHUNK = { agents: 100, ms: 8 };
const MINUTE_MS = 60_000;

const nothingGranted = (service: 'finesse' | 'xmpp'): Installation => ({
  ...{ service, release: null, sso: false, deployment: { type: 'UCCE', load: null }, listMeaning: 'unproven' },
  granted: { presence: service === 'xmpp', agentFeeds: false, connectedUsers: false },
});

export function createAgentWatch(options: AgentWatchOptions): AgentWatch {
  const { clusterKey, service, time, publish, known } = options;
  const agents = new Map<string, WatchedAgent>();
  const feeds = createAgentFeeds();
  const agenda = createAgenda<WatchedAgent>();
  const alarm = createAlarm(time, ring);
  const sources = new WeakMap<StateEvidence, FactSource>();
  /** To be looked at now, and after them. */
  const soon = new Set<WatchedAgent>();
  const later = new Set<WatchedAgent>();
  let installation = nothingGranted(service);
  let capabilities = capabilitiesOf(installation);
  let lapsesAt: EpochMs | null = null;
  let countsAt = nextMinute();
  let stopped = false;

  const warnings = createWarnings({ clusterKey, time, publish, known: known.record, onMeaning });
  const groups = createAgentGroups({
    ...{ clusterKey, time, publish, roster: () => rosterOf(agents.values()) },
    known: { disconnects: known.openDisconnects, groups: known.groups },
    assign(d, groupId) {
      const agent = agents.get(d.loginId);
      if (agent !== undefined) judge.assigned(agent, { ...d, groupId });
    },
  });
  const judge = createJudge({
    ...{ clusterKey, time, publish, feeds: feeds.now, groupAround: (went) => groups.around(went) },
    installation: () => ({ c: capabilities, release: installation.release }),
    statesKept: options.statesKept ?? (() => 'around-disconnects'),
    sourceOf: (stay) => sources.get(stay.first) ?? sources.get(stay.latest) ?? null,
    onDisconnect(agent, before, now) {
      groups.changed(now);
      warnings.changed(agent.evidence, before, now, capabilities.list);
    },
  });
  const directory = createDirectory({
    ...{ clusterKey, time, publish, agents },
    onListed: (agent) => soon.add(agent),
    onUnlisted: forget,
  });

  function nextMinute(): EpochMs {
    const wall = wallNow(time);
    return time.now() + MINUTE_MS - (wall % MINUTE_MS);
  }

  function onMeaning(meaning: ListMeaning): void {
    options.onListMeaning?.(meaning);
    learn({ ...installation, listMeaning: meaning });
  }

  function learn(next: Installation): void {
    const proven = warnings.meaning();
    installation = next.listMeaning === 'unproven' && proven !== null ? { ...next, listMeaning: proven } : next;
    const learnt: Capabilities = capabilitiesOf(installation);
    if (JSON.stringify(learnt) === JSON.stringify(capabilities)) return;
    capabilities = learnt;
    lookAtAll();
  }

  function forget(agent: WatchedAgent): void {
    judge.close(agent);
    soon.delete(agent);
    later.delete(agent);
    agenda.set(agent, null);
  }

  function lookAtAll(): void {
    for (const agent of agents.values()) {
      if (agent.profile === null) continue;
      if (isInQuestion(agent)) soon.add(agent);
      else later.add(agent);
    }
    arm();
  }

  /** The one alarm: whoever waits, dates of agents, feeds that lapse, groups and the record, the minute. */
  function arm(): void {
    if (stopped) return;
    const at = time.now();
    lapsesAt = feeds.nextLapse(at);
    const waiting = soon.size > 0 || later.size > 0 ? at : null;
    const times = [waiting, agenda.next(), lapsesAt, countsAt, groups.dueAt(), warnings.dueAt()];
    alarm.set(Math.max(at, Math.min(...times.filter((t) => t !== null))));
  }

  function ring(): void {
    const at = time.now();
    if (lapsesAt !== null && lapsesAt <= at) lookAtAll();
    lookAtSome(at);
    if (isDue(groups.dueAt(), at)) groups.evaluate();
    if (isDue(warnings.dueAt(), at)) warnings.tell();
    if (isDue(countsAt, at)) countTeams(at);
    arm();
  }

  function lookAtSome(at: EpochMs): void {
    const began = time.monoMs();
    for (let n = 0; n < CHUNK.agents && time.monoMs() - began < CHUNK.ms; n++) {
      const agent = first(soon) ?? agenda.takeDue(at) ?? first(later);
      if (agent === null) return;
      lookAt(agent);
    }
  }

  function lookAt(agent: WatchedAgent): void {
    soon.delete(agent);
    later.delete(agent);
    agenda.set(agent, judge.look(agent));
  }

  function countTeams(at: EpochMs): void {
    const listed = [...agents.values()].flatMap(({ profile, published }) =>
      profile === null ? [] : [{ teamId: profile.teamId, health: published.health.kind }],
    );
    if (listed.length > 0) publish({ type: 'teams-counted', at: countsAt, clusterKey, teams: teamCountsOf(listed) });
    countsAt = nextMinute();
    if (countsAt <= at) countsAt = at + MINUTE_MS;
  }

  function remember(agent: WatchedAgent, e: Evidence, source: FactSource): void {
    if (e.kind === 'state') sources.set(e, source);
    if ((e.kind === 'presence' || e.kind === 'listed') && e.available && e.jid) agent.jid = e.jid;
    agent.evidence = [...takeFormer(agent, e), e].reduce(foldEvidence, agent.evidence);
  }

  const openOnes = new Map(
    [...known.openDisconnects].sort((a, b) => beganAt(a) - beganAt(b)).map((d) => [d.loginId, d]),
  );
  /** Nobody goes on with it: of one agent there is one record at a time. */
  function closeLeftOver(d: Disconnect): void {
    const { loginId, teamId } = d;
    const [at, type] = [time.now(), 'disconnect-changed'] as const;
    publish({ type, at, clusterKey, loginId, teamId, disconnect: { ...d, closedAt: at } });
  }

  for (const view of known.agents) {
    const open = openOnes.get(view.loginId) ?? null;
    agents.set(view.loginId, agentOf(view, open, { at: time.now(), seenUntil: known.seenUntil ?? null }));
  }
  for (const d of known.openDisconnects) if (agents.get(d.loginId)?.disconnect?.id !== d.id) closeLeftOver(d);
  lookAtAll();

  return {
    learn,
    listed(entries, complete) {
      directory.listed(entries, complete);
      arm();
    },
    unlisted(loginId) {
      directory.unlisted(loginId);
      arm();
    },
    tell(loginId, evidence, source) {
      const agent = agents.get(loginId) ?? newAgent(loginId, time.now());
      agents.set(loginId, agent);
      const telling = isTelling(agent, evidence);
      remember(agent, evidence, source);
      if (agent.profile === null || !telling) return;
      agent.source = source;
      if (soon.has(agent)) return;
      soon.add(agent);
      if (soon.size === 1) arm();
    },
    forget(loginId) {
      const agent = agents.get(loginId);
      if (agent === undefined) return;
      agent.evidence = noEvidence;
      agent.former = [];
      agent.source = null;
      soon.add(agent);
      arm();
    },
    connectedHost(loginId, host) {
      const agent = agents.get(loginId);
      if (agent !== undefined) agent.host = host;
    },
    fresh(side, feed, since, until) {
      feeds.begin(side, feed, since, until);
      lookAtAll();
    },
    proven(side, feed, until) {
      if (feeds.prove(side, feed, until, time.now())) lookAtAll();
      else arm();
    },
    stale(side, feed, at) {
      if (feeds.end(side, feed, at)) lookAtAll();
    },
    deaf(side, isDeaf, at) {
      if (feeds.deaf(side, isDeaf, at)) lookAtAll();
    },
    blind(from) {
      feeds.endAll(from);
      for (const agent of agents.values()) agent.settlesAt = time.now() + SETTLES_MS;
      lookAtAll();
    },
    loginIds: () => [...agents.values()].filter((a) => a.profile !== null).map((a) => a.loginId),
    stop() {
      for (const agent of soon) lookAt(agent);
      groups.evaluate();
      warnings.tell();
      stopped = true;
      alarm.set(null);
    },
  };

  /** A list names everybody every ten seconds: only what is new in it is worth a look. */
  function isTelling({ evidence }: WatchedAgent, e: Evidence): boolean {
    if (e.kind === 'answer') {
      const before = evidence.answers.findLast((x) => x.side === e.side);
      return !e.answered || before === undefined || !before.answered;
    }
    if (e.kind !== 'listed') return true;
    const before = evidence.connections.findLast((x) => x.side === e.side && x.feed === e.feed);
    if (before === undefined || before.kind !== 'listed' || before.available !== e.available) return true;
    const span = freshSpan(feeds.now, e.side, e.feed, e.at);
    return (span !== null && before.at < span.since) || (e.durationS ?? 0) < (before.durationS ?? 0);
  }
}

const isDue = (due: EpochMs | null, at: EpochMs): boolean => due !== null && due <= at;

function first<T>(set: ReadonlySet<T>): T | null {
  for (const item of set) return item;
  return null;
}
