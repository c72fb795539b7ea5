/** The cause of a server's outage by its signature (FINESSE §7), kept from its first evidence. */
import type { EpochMs, OutageCause, ReadinessRung } from '#contract';
import { inOrder, type RungObservation, type ServerExpectation } from './readiness';

export interface Outage {
  cause: OutageCause;
  /** The first evidence that something is wrong. */
  since: EpochMs;
  /** When the signature was complete; null while undetermined. */
  toldAt: EpochMs | null;
  /** What came after and follows from the cause: shown, and no cause of its own. */
  consequences: { rung: ReadinessRung; at: EpochMs }[];
}

/** The three columns of the table. */
const columns = ['system-info', 'xmpp-session', 'finesse-presence'] as const;
/** A check shortly before the first bad one belongs to the same moment. */
const SAME_MOMENT_MS = 1_000;

/**
 * The outage that goes on at `at`, or null. A pure function of the checks: their order does not matter.
 *
 * @param expected a standby's OUT_OF_SERVICE is no outage
 */
export function causeOf(
  observations: readonly RungObservation[],
  at: EpochMs,
  expected: ServerExpectation = { standby: false },
): Outage | null {
  const normal = (o: RungObservation) =>
    o.result === 'good' ||
    (expected.standby && o.result === 'bad' && (o.rung === 'system-info' || o.rung === 'cti-heartbeat'));
  const checks = observations.filter((o) => o.at <= at).sort((a, b) => a.at - b.at);
  const since = beginningOf(checks, normal);
  if (since === null) return null;
  const during = checks.filter((o) => o.at >= since);
  for (const [i, last] of during.entries()) {
    const cause = signatureOf(during.slice(0, i + 1), checks, since);
    if (cause !== 'undetermined') return { cause, since, toldAt: last.at, consequences: after(cause, during, normal) };
  }
  return { cause: 'undetermined', since, toldAt: null, consequences: [] };
}

/** What Finesse says of itself: it lags, and after an outage it may be heard for the first time when everything else is good again. */
const itself: ReadonlySet<ReadinessRung> = new Set(['system-info', 'cti-heartbeat']);

/**
 * The first bad check after which one rung or another was bad without a break until now. An OUT_OF_SERVICE that is first heard after
 * the others are good, and before it was said that all is well, belongs to the outage of before.
 */
function beginningOf(checks: readonly RungObservation[], normal: (o: RungObservation) => boolean): EpochMs | null {
  const bad = new Set<ReadinessRung>();
  let since: EpochMs | null = null;
  let before: EpochMs | null = null;
  for (const check of checks) {
    if (normal(check)) {
      bad.delete(check.rung);
      if (since === null && check.rung === 'system-info') before = null;
    } else {
      bad.add(check.rung);
      since ??= itself.has(check.rung) && check.result === 'bad' ? (before ?? check.at) : check.at;
      before = null;
    }
    if (bad.size > 0 || since === null) continue;
    before = check.rung === 'system-info' ? null : since;
    since = null;
  }
  return since;
}

/** What each column shows first since the outage began; the session is told of the moment it changes, so silence means as before. */
function signatureOf(during: readonly RungObservation[], all: readonly RungObservation[], since: EpochMs): OutageCause {
  const [info, session, finesse] = columns.map((rung) => inOrder(during, rung, Number.MAX_SAFE_INTEGER)[0]?.result);
  const cti = during.some((o) => o.rung === 'cti-heartbeat' && o.result === 'bad');
  const lastSession = inOrder(all, 'xmpp-session', since - SAME_MOMENT_MS).at(-1)?.result;
  const down = during.some((o) => o.rung === 'xmpp-session' && o.result !== 'good');
  const up = !down && (session ?? lastSession) === 'good';
  if (down) {
    if (info === 'silent') return 'host-or-network';
    return info === undefined ? 'undetermined' : 'notification-service';
  }
  if (finesse !== undefined && finesse !== 'good') return 'web-application';
  if (up && (info === 'bad' || (cti && info !== 'silent'))) return 'cti-link';
  return 'undetermined';
}

const ownRung: Record<OutageCause, readonly ReadinessRung[]> = {
  'cti-link': ['cti-heartbeat'],
  'web-application': ['finesse-presence'],
  'notification-service': ['xmpp-session'],
  'host-or-network': ['xmpp-session', 'system-info'],
  undetermined: [],
};

/** A later OUT_OF_SERVICE follows: Finesse says so because something that it needs is down. */
function after(
  cause: OutageCause,
  during: readonly RungObservation[],
  normal: (o: RungObservation) => boolean,
): Outage['consequences'] {
  const seen = new Set<ReadinessRung>(ownRung[cause]);
  return during.flatMap((o) => {
    if (normal(o) || seen.has(o.rung)) return [];
    seen.add(o.rung);
    return [{ rung: o.rung, at: o.at }];
  });
}
