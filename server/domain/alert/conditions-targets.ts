/** Conditions on sessions and certificates. */
import { type CertificateFacts, type EpochMs, serverKeyOf, type TargetState } from '#contract';
import { placeOf } from './conditions-servers';
import { type AlertFacts, PING_WINDOW_MS } from './facts';
import { type Finding, finding, isoTime } from './finding';
import { limits } from './rules';

const LEAST_PINGS = 30;

/** Only over a window that is full: a few slow answers after a start say nothing. */
export function roundTrips(facts: AlertFacts, at: EpochMs): Finding[] {
  return [...facts.targets.values()].flatMap((t) => {
    const window = (facts.pings.get(t.key) ?? []).filter((p) => p.at > at - PING_WINDOW_MS);
    const first = window[0];
    if (first === undefined || window.length < LEAST_PINGS || first.at > at - PING_WINDOW_MS + 60_000) return [];
    const sorted = window.map((p) => p.rttMs).sort((a, b) => a - b);
    const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
    if (p95 <= limits.roundTripMs) return [];
    const title = `${t.nodeName} answers slowly over ${t.transport}`;
    return [
      ofTarget(t, {
        subject: `rtt ${t.key}`,
        begunAt: first.at,
        title,
        sample: `p95 ${Math.round(p95)} ms of ${window.length}`,
      }),
    ];
  });
}

export function sessionsDown(facts: AlertFacts): Finding[] {
  return [...facts.targets.values()].flatMap((t) => {
    const { session } = t;
    const begunAt = facts.offline.get(t.key);
    const refused = session.phase === 'stopped' && session.reason === 'refused';
    if (t.expect !== 'open' || begunAt === undefined || (session.phase === 'stopped' && !refused)) return [];
    const title = `The session to ${t.nodeName} over ${t.transport} is not online`;
    const failure = ('failure' in session ? session.failure : null) ?? t.lastLoss?.failure ?? null;
    const sample = failure === null ? session.phase : `${failure.kind} ${failure.condition}`;
    const cause = { outage: null, scope: null, where: null, failure };
    return [{ ...ofTarget(t, { subject: `session ${t.key}`, begunAt, title, sample }), cause }];
  });
}

function ofTarget(t: TargetState, what: Pick<Finding, 'subject' | 'begunAt' | 'title' | 'sample'>): Finding {
  const { clusterKey, nodeKey } = t;
  const affected = { servers: [], transports: [t.key], teams: [], agents: 0 };
  return finding({ ...what, clusterKey, nodeKey, affected });
}

/** @param withinMs less than so long valid, or no longer */
export function certificates(facts: AlertFacts, at: EpochMs, withinMs: number): Finding[] {
  const ofServers = [...facts.servers.values()].flatMap((s) =>
    s.certificate === null ? [] : [{ place: placeOf(s), name: s.nodeName, certificate: s.certificate, transports: [] }],
  );
  const ofTargets = [...facts.targets.values()].flatMap((t) => {
    const { clusterKey, nodeKey, certificate } = t;
    if (certificate === null || t.expect === 'closed') return [];
    return [{ place: { clusterKey, nodeKey, side: null }, name: t.nodeName, certificate, transports: [t.key] }];
  });
  const bySubject = new Map<string, Finding>();
  for (const { place, name, certificate, transports } of [...ofServers, ...ofTargets]) {
    if (certificate.validToMs - at >= withinMs) continue;
    const subject = `certificate ${serverKeyOf(place.clusterKey, place.nodeKey)} ${certificate.fingerprint}`;
    const begunAt = Math.min(at, Math.max(0, certificate.validToMs - withinMs));
    const words = validWords(certificate, at);
    const one = finding({ ...place, subject, begunAt, title: `${name}: the certificate ${words}`, sample: words });
    bySubject.set(subject, { ...one, affected: { ...one.affected, transports } });
  }
  return [...bySubject.values()];
}

function validWords(c: CertificateFacts, at: EpochMs): string {
  const day = isoTime(c.validToMs).slice(0, 10);
  return c.validToMs <= at ? `expired on ${day}` : `expires on ${day}`;
}
