/** What an outage did to agents: counted over all, and as lanes with pseudonyms. */
import {
  type AffectedAgents,
  type AgentLane,
  type Comings,
  type Disconnect,
  type EpochMs,
  type FinesseSide,
  isForcedOut,
  otherFinesseSide,
} from '#contract';
import { healthSpans } from '../../agent-history';
import { isForgotten, NOBODY } from '../../history/forget';
import { wentAt } from '../../presence/disconnects';
import { lostTimeOf } from '../month';
import { lanesOf, type OutageReads } from './reads';
import { medianOf } from './spans';

/** Somebody came, so long after the loss. */
interface Came {
  at: EpochMs;
  afterMs: number;
}

export function comingsOf(all: readonly Came[]): Comings {
  const last = all.reduce<Came | null>((latest, c) => (latest === null || c.at > latest.at ? c : latest), null);
  return {
    count: all.length,
    medianMs: medianOf(all.map((c) => c.afterMs)),
    lastMs: last?.afterMs ?? null,
    lastAt: last?.at ?? null,
  };
}

const came = (d: Disconnect, at: EpochMs): Came => ({ at, afterMs: Math.max(0, at - wentAt(d)) });

/** Lost so far: to the return, or until now while something is awaited. null = nobody saw the end */
export function lostSoFar(d: Disconnect, at: EpochMs): number | null {
  return lostTimeOf(d) ?? (d.closedAt === null ? Math.max(0, at - wentAt(d)) : null);
}

export function affectedAgentsOf(affected: readonly Disconnect[], at: EpochMs): AffectedAgents {
  const people = new Map(affected.map((d) => [d.loginId === NOBODY ? d.id : d.loginId, d]));
  const forced = affected.filter(isForcedOut);
  const lost = affected.map((d) => lostSoFar(d, at));
  return {
    affected: people.size,
    forcedOut: forced.length,
    loggedOut: forced.filter((d) => d.end?.outcome === 'forced-logout').length,
    setNotReady: forced.filter((d) => d.end?.outcome === 'forced-not-ready').length,
    onCall: affected.filter((d) => d.before.onCall).length,
    back: comingsOf(affected.flatMap((d) => (d.returned === null ? [] : [came(d, d.returned.at)]))),
    ready: comingsOf(affected.flatMap((d) => (d.readyAgainAt === null ? [] : [came(d, d.readyAgainAt)]))),
    notBack: affected.filter((d) => d.returned === null).length,
    lostMinutes: Math.round(lost.reduce<number>((sum, ms) => sum + (ms ?? 0), 0) / 6_000) / 10,
    unended: lost.filter((ms) => ms === null).length,
    counting: affected.some((d) => d.closedAt === null && lostTimeOf(d) === null),
    teams: teamsOf(affected),
  };
}

function teamsOf(affected: readonly Disconnect[]): AffectedAgents['teams'] {
  const teams = new Map<string, AffectedAgents['teams'][number]>();
  for (const d of affected) {
    const known = teams.get(d.teamId) ?? { teamId: d.teamId, name: d.teamName, agents: 0, forcedOut: 0 };
    const forcedOut = known.forcedOut + (isForcedOut(d) ? 1 : 0);
    teams.set(d.teamId, { ...known, agents: known.agents + 1, forcedOut });
  }
  return [...teams.values()].sort((a, b) => b.agents - a.agents || a.name.localeCompare(b.name, 'en'));
}

/** Those that a side lost and that came back on the other one. */
export function movedFrom(side: FinesseSide, affected: readonly Disconnect[]): Comings {
  const moved = affected.filter((d) => d.side === side && d.returned?.side === otherFinesseSide(side));
  return comingsOf(moved.flatMap((d) => (d.returned === null ? [] : [came(d, d.returned.at)])));
}

type LaneReads = Pick<OutageReads, 'at' | 'window' | 'verdicts' | 'unobserved' | 'names' | 'pseudonymOf'>;

/** Of whom is no longer told apart from others there is no lane. */
export function agentLanes(affected: readonly Disconnect[], reads: LaneReads): AgentLane[] {
  const told = affected.filter((d) => d.loginId !== NOBODY);
  return lanesOf(told, (d) => lostSoFar(d, reads.at) ?? 0).map((d) => laneOf(d, reads));
}

function laneOf(d: Disconnect, { at, window, verdicts, unobserved, names, pseudonymOf }: LaneReads): AgentLane {
  const spans = healthSpans(verdicts.get(d.loginId) ?? [], unobserved, window.from, Math.min(at, window.to));
  const named = names && !isForgotten(d.loginId);
  return {
    id: named || isForgotten(d.loginId) ? d.loginId : pseudonymOf(d.clusterKey, d.loginId),
    name: named ? [d.firstName, d.lastName].filter((part) => part !== null).join(' ') || null : null,
    ...{ teamName: d.teamName, site: d.site, side: d.side, onCall: d.before.onCall, wentAt: wentAt(d) },
    ...{ outcome: d.end?.outcome ?? null, endedAt: d.end?.at ?? null, back: d.returned, readyAt: d.readyAgainAt },
    lostMs: lostSoFar(d, at),
    spans: spans.flatMap(({ from, to, health }) => {
      const until = Math.min(to ?? window.to, window.to);
      return health === null || until <= from ? [] : [{ from, to: until, health: health.kind }];
    }),
  };
}
