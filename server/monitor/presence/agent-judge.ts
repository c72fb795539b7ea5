/** One look at an agent: the verdict, the state, the disconnect, and what of it is news. */
import type { AgentProfile, AgentStatesKept, Disconnect, EpochMs, Fact, FactSource, PresenceHealth } from '#contract';
import type { Capabilities } from '../../domain/presence/capabilities';
import { beginning, closingTime, follow, isAnother, type Look } from '../../domain/presence/disconnects';
import { type End, endsOf } from '../../domain/presence/ends';
import type { Feeds } from '../../domain/presence/evidence';
import { healthOf } from '../../domain/presence/health';
import { nextLookAt } from '../../domain/presence/next-look';
import { outcomeOf } from '../../domain/presence/outcomes';
import { isSameState, keptStays, publicCode, shownState } from '../../domain/presence/shown-state';
import { type StateStay, staysOf } from '../../domain/presence/timeline';
import { isSameVerdict, verdictSince } from '../../domain/presence/verdict';
import type { Time } from '../../time/time';
import type { WatchedAgent } from './agent-state';

interface Parts {
  clusterKey: string;
  time: Time;
  publish(fact: Fact): void;
  feeds: Feeds;
  /** Whose states are stored. */
  statesKept(): AgentStatesKept;
  installation(): { c: Capabilities; release: string | null };
  sourceOf(state: StateStay): FactSource | null;
  /** The group of whose connection went then, by now. */
  groupAround(went: EpochMs): string | null;
  /** Begun, told more of or closed; `before` null: begun. */
  onDisconnect(agent: WatchedAgent, before: Disconnect | null, now: Disconnect): void;
}

export interface Judge {
  /** Looks at somebody who is listed, publishes what is news. @returns when to look again; null: not before more is told */
  look(agent: WatchedAgent): EpochMs | null;
  /** The record was changed from outside: a group was found. */
  assigned(agent: WatchedAgent, disconnect: Disconnect): void;
  /** Whoever leaves the directory leaves no record open. */
  close(agent: WatchedAgent): void;
}

type Listed = WatchedAgent & { profile: AgentProfile };
const isListed = (agent: WatchedAgent): agent is Listed => agent.profile !== null;

const SAME_STATE_MS = 2_000;
/** As many as can lie around a disconnect; older ones are not told again. */
const RECORDED_KNOWN = 200;

export function createJudge(parts: Parts): Judge {
  const { clusterKey, time, publish } = parts;

  const ofAgent = (agent: Listed, at: EpochMs) => ({
    ...{ at, clusterKey, loginId: agent.loginId, teamId: agent.profile.teamId },
  });

  function showState(agent: Listed, stays: readonly StateStay[], at: EpochMs): void {
    const state = shownState(stays);
    if (state === null || isSameState(agent.state, state)) return;
    agent.state = state;
    publish({ type: 'agent-state-changed', ...ofAgent(agent, at), ...state });
  }

  function showHealth(agent: Listed, health: PresenceHealth, at: EpochMs, source: FactSource | null): void {
    const { published: before, disconnect } = agent;
    const news = !isSameVerdict(before.health, health);
    const disconnectId = disconnect?.id ?? before.disconnectId;
    const groupId = disconnect === null ? before.groupId : disconnect.groupId;
    if (!news && disconnectId === before.disconnectId && groupId === before.groupId) return;
    const since = news ? verdictSince(health, before.since, at) : before.since;
    agent.published = { health, since, disconnectId, groupId };
    const { jid, state } = agent;
    // DESIGN §5c: calls are kept around a disconnect only
    const isFollowed = disconnect !== null && disconnect.closedAt === null;
    const more = { jid, onCall: isFollowed ? (state?.onCall ?? false) : null, disconnectId, groupId, source };
    publish({ type: 'agent-health-changed', ...ofAgent(agent, at), health, since, ...more });
  }

  function setDisconnect(agent: Listed, d: Disconnect, at: EpochMs): void {
    const before = agent.disconnect?.id === d.id ? agent.disconnect : null;
    if (before === null) agent.recorded = [];
    agent.disconnect = d;
    if (d.end !== null) agent.endsKnownTo = Math.max(agent.endsKnownTo, d.end.at + SAME_STATE_MS);
    const { loginId, teamId } = d;
    publish({ type: 'disconnect-changed', at, clusterKey, loginId, teamId, disconnect: d });
    parts.onDisconnect(agent, before, d);
  }

  function trackDisconnect(agent: Listed, look: Look, source: FactSource | null): void {
    const { at } = look;
    let d = agent.disconnect;
    if (d !== null && d.closedAt === null) {
      if (!isAnother(d, look)) {
        const next = follow(d, look);
        if (next !== d) setDisconnect(agent, next, at);
        return;
      }
      setDisconnect(agent, { ...d, closedAt: at }, at);
    }
    d = agent.disconnect;
    const draft = beginning(look, agent.endsKnownTo, circumstances(agent, look, source));
    if (draft === null) return;
    const isReopened = d !== null && draft.lost !== null && draft.side === d.side && d.lost?.to === draft.lost.to;
    if (isReopened && d !== null) setDisconnect(agent, follow({ ...d, closedAt: null, returned: null }, look), at);
    else setDisconnect(agent, follow({ id: time.uuid(), ...draft }, look), at);
  }

  function circumstances(agent: Listed, { health, at, ends }: Look, source: FactSource | null) {
    const { loginId, profile, jid, host: connectedHost, published } = agent;
    const went = health.kind === 'at-risk' ? health.lost.to : (ends.at(-1)?.lost?.to ?? at);
    const unseen = published.health.kind === 'unknown' && published.health.why === 'feed-stale';
    return {
      ...{ clusterKey, loginId, profile, jid, connectedHost, source, groupId: parts.groupAround(went) },
      ...{ release: parts.installation().release, unseenFrom: unseen ? published.since : null },
    };
  }

  function recordStates(agent: Listed, stays: readonly StateStay[], at: EpochMs, c: Capabilities): void {
    for (const { stay, disconnectId } of keptStays(parts.statesKept(), stays, agent.disconnect, at)) {
      const { state } = stay.first;
      const again = agent.recorded.some((r) => r.state === state && Math.abs(r.from - stay.at) < SAME_STATE_MS);
      const source = parts.sourceOf(stay);
      if (again || source === null) continue;
      agent.recorded = [...agent.recorded, { state, from: stay.at }].slice(-RECORDED_KNOWN);
      const what = { state, pendingState: stay.latest.pendingState, since: stay.at };
      const reason = publicCode(stay.first, c.deployment);
      const fact = { ...ofAgent(agent, at), disconnectId, ...what, ...reason, source };
      publish({ type: 'agent-state-recorded', ...fact });
    }
  }

  return {
    look(agent) {
      const at = time.now();
      const { c } = parts.installation();
      const { evidence, source } = agent;
      agent.source = null;
      if (!isListed(agent)) return null;
      const health = healthOf(evidence, parts.feeds, at, c);
      const lookAt = nextLookAt(evidence, at, c);
      const stays = staysOf(evidence);
      showState(agent, stays, at);
      if (isUnsettled(agent, health, at)) return earliest(agent.settlesAt, lookAt);
      if (c.service === 'finesse') {
        agent.ends = currentEnds(agent, health, parts.feeds, c);
        const look = { at, health, agent: evidence, feeds: parts.feeds, c, stays, ends: agent.ends };
        trackDisconnect(agent, look, source);
      }
      showHealth(agent, health, at, source);
      recordStates(agent, stays, at, c);
      const d = agent.disconnect;
      return earliest(lookAt, d === null || d.closedAt !== null ? null : closingTime(d, health));
    },
    assigned(agent, disconnect) {
      if (!isListed(agent) || agent.disconnect?.id !== disconnect.id) return;
      const at = time.now();
      setDisconnect(agent, disconnect, at);
      showHealth(agent, agent.published.health, at, null);
    },
    close(agent) {
      const d = agent.disconnect;
      const at = time.now();
      if (isListed(agent) && d !== null && d.closedAt === null) setDisconnect(agent, { ...d, closedAt: at }, at);
    },
  };
}

/** What was said before stays said, but for a countdown: that would go on by itself. */
function isUnsettled({ settlesAt, published }: WatchedAgent, health: PresenceHealth, at: EpochMs): boolean {
  return health.kind === 'unknown' && at < settlesAt && published.health.kind !== 'at-risk';
}

/** Reading ends is dear, and most states end nothing. */
function currentEnds(agent: Listed, health: PresenceHealth, feeds: Feeds, c: Capabilities): readonly End[] {
  const { evidence, disconnect, published } = agent;
  const waits = disconnect !== null && disconnect.closedAt === null && disconnect.end === null;
  const acted = health.kind === 'forced-out' && published.health.kind !== 'forced-out';
  if (evidence.states === agent.judged && !waits && !acted) return agent.ends;
  agent.judged = evidence.states;
  const mayEnd = evidence.states.some((e) => outcomeOf(c.deployment, e, 'lost', c.sso) !== null);
  return mayEnd ? endsOf(evidence, feeds, c) : [];
}

function earliest(...times: readonly (EpochMs | null)[]): EpochMs | null {
  const told = times.filter((t) => t !== null);
  return told.length === 0 ? null : Math.min(...told);
}
