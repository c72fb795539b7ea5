/** Conditions on sessions, their pings, and certificates. */
import {
  type CertificateFacts,
  type EpochMs,
  type RuleCondition,
  type RuleWhere,
  serverKeyOf,
  type TargetState,
  type TransportKind,
} from '#contract';
import { quantileOf } from '../history/rollup';
import { placeOf } from './conditions-servers';
import type { AlertFacts } from './facts';
import { type Finding, finding, isoTime } from './finding';
import { createPingMinutes, isFull, type PingWindow } from './ping-minutes';
import { serversIn, targetsIn } from './where';

const transportWords: Record<TransportKind, string> = { tcp: 'TCP', websocket: 'WebSocket', bosh: 'BOSH' };

type Of<K extends RuleCondition['of']> = Extract<RuleCondition, { of: K }>;
export type PingCondition = Of<'missed-pings' | 'round-trip' | 'no-data'>;

/** Of a window, `begunAt` is its start. */
export function pingFindings(facts: AlertFacts, at: EpochMs, condition: PingCondition, where: RuleWhere): Finding[] {
  return targetsIn(facts, where).flatMap((t) => {
    const window = facts.pings.get(t.key)?.window(condition.windowMin, at, t.pingTimeoutMs);
    if (condition.of === 'no-data') {
      const seenSince = facts.activeSince.get(t.key);
      const span = window ?? emptyWindow(condition.windowMin, at, t);
      if (t.expect !== 'open' || seenSince === undefined || seenSince > span.from) return [];
      if (span.summary.count > 0 || facts.unobserved.some((u) => u.from < span.to && u.to > span.from)) return [];
      return [noDataOf(t, condition, span.from)];
    }
    if (window === undefined) return [];
    const { summary } = window;
    if (condition.of === 'missed-pings')
      return summary.misses < condition.misses ? [] : [missesOf(t, summary, window.from)];
    if (!isFull(window, summary.count - summary.misses, t.pingIntervalMs)) return [];
    const us = quantileOf(summary, condition.quantile) ?? 0;
    return us <= condition.overMs * 1_000 ? [] : [slowOf(t, condition, us, summary.count, window.from)];
  });
}

function emptyWindow(minutes: number, at: EpochMs, { pingTimeoutMs }: TargetState): PingWindow {
  return createPingMinutes().window(minutes, at, pingTimeoutMs);
}

/** What the findings about pings are, also where they are made from stored summaries. */
export function slowOf(
  t: TargetState,
  { quantile }: Of<'round-trip'>,
  us: number,
  count: number,
  begunAt: EpochMs,
): Finding {
  const title = `${t.nodeName} answers slowly over ${transportWords[t.transport]}`;
  const sample = `p${Math.round(quantile * 100)} ${Math.round(us / 1_000)} ms of ${count}`;
  return ofTarget(t, { subject: `rtt ${t.key}`, begunAt, title, sample });
}

export function missesOf(t: TargetState, { misses, count }: { misses: number; count: number }, begunAt: EpochMs) {
  const title = `${t.nodeName} leaves pings unanswered over ${transportWords[t.transport]}`;
  return ofTarget(t, { subject: `pings ${t.key}`, begunAt, title, sample: `${misses} of ${count} missed` });
}

export function noDataOf(t: TargetState, { windowMin }: Of<'no-data'>, begunAt: EpochMs): Finding {
  const title = `Nothing is measured of ${t.nodeName} over ${transportWords[t.transport]}`;
  return ofTarget(t, { subject: `no-data ${t.key}`, begunAt, title, sample: `no ping sent in ${windowMin} min` });
}

export function sessionsDown(facts: AlertFacts, where: RuleWhere): Finding[] {
  return targetsIn(facts, where).flatMap((t) => {
    const { session } = t;
    const begunAt = facts.offline.get(t.key);
    const refused = session.phase === 'stopped' && session.reason === 'refused';
    if (t.expect !== 'open' || begunAt === undefined || (session.phase === 'stopped' && !refused)) return [];
    const title = `The session to ${t.nodeName} over ${transportWords[t.transport]} is not online`;
    const failure = ('failure' in session ? session.failure : null) ?? t.lastLoss?.failure ?? null;
    const sample = failure === null ? session.phase : failure.condition.replaceAll('-', ' ');
    const cause = { outage: null, scope: null, where: null, failure };
    return [{ ...ofTarget(t, { subject: `session ${t.key}`, begunAt, title, sample }), cause }];
  });
}

function ofTarget(t: TargetState, what: Pick<Finding, 'subject' | 'begunAt' | 'title' | 'sample'>): Finding {
  const { clusterKey, nodeKey } = t;
  const affected = { servers: [], transports: [t.key], teams: [], agents: 0 };
  return finding({ ...what, clusterKey, nodeKey, affected });
}

/** Less than so long valid, or no longer. */
export function certificates(facts: AlertFacts, at: EpochMs, withinDays: number, where: RuleWhere): Finding[] {
  const withinMs = withinDays * DAY_MS;
  const bySubject = new Map<string, Finding>();
  for (const { place, name, certificate, transports } of certificatesIn(facts, where)) {
    if (certificate.validToMs - at >= withinMs) continue;
    const subject = `certificate ${serverKeyOf(place.clusterKey, place.nodeKey)} ${certificate.fingerprint}`;
    const begunAt = Math.min(at, Math.max(0, certificate.validToMs - withinMs));
    const words = validWords(certificate, at);
    const one = finding({ ...place, subject, begunAt, title: `${name}: the certificate ${words}`, sample: words });
    bySubject.set(subject, { ...one, affected: { ...one.affected, transports } });
  }
  return [...bySubject.values()];
}

const DAY_MS = 86_400_000;

/** Of the servers and the targets that the rule looks at. */
export function certificatesIn(facts: AlertFacts, where: RuleWhere) {
  const ofServers = serversIn(facts, where).flatMap((s) =>
    s.certificate === null ? [] : [{ place: placeOf(s), name: s.nodeName, certificate: s.certificate, transports: [] }],
  );
  const ofTargets = targetsIn(facts, where).flatMap((t) => {
    const { clusterKey, nodeKey, certificate } = t;
    if (certificate === null || t.expect === 'closed') return [];
    return [{ place: { clusterKey, nodeKey, side: null }, name: t.nodeName, certificate, transports: [t.key] }];
  });
  return [...ofServers, ...ofTargets];
}

function validWords(c: CertificateFacts, at: EpochMs): string {
  const day = isoTime(c.validToMs).slice(0, 10);
  return c.validToMs <= at ? `expired on ${day}` : `expires on ${day}`;
}
