/** Whether one server is usable, rung by rung in Cisco's order (FINESSE §4), and since when. */
import { type EpochMs, type ReadinessRung, type RungState, readinessRungs } from '#contract';

/** One check of one rung. */
export interface RungObservation {
  rung: ReadinessRung;
  at: EpochMs;
  /** `silent`: no answer in time. It is bad, and says something else than a bad answer. */
  result: 'good' | 'bad' | 'silent';
  /** How it was checked, e.g. `GET SystemInfo`. */
  via: string;
}

/** Twice the period of Cisco's own check (20 s for SystemInfo), and a little: older checks say nothing about now. */
export const RUNG_FRESH_MS = 45_000;

export interface ServerExpectation {
  /** Kept out of service on purpose: an old UCCX standby (FINESSE §7). */
  standby: boolean;
}

/**
 * Every rung with its status.
 *
 * @param observations of one server, in any order
 */
export function readinessOf(
  observations: readonly RungObservation[],
  at: EpochMs,
  expected: ServerExpectation = { standby: false },
): RungState[] {
  return readinessRungs.map((rung) => rungOf(rung, inOrder(observations, rung, at), at, expected));
}

export function inOrder(all: readonly RungObservation[], rung: ReadinessRung, at: EpochMs): RungObservation[] {
  return all.filter((o) => o.rung === rung && o.at <= at).sort((a, b) => a.at - b.at);
}

function rungOf(
  rung: ReadinessRung,
  checks: readonly RungObservation[],
  at: EpochMs,
  expected: ServerExpectation,
): RungState {
  const last = checks.at(-1);
  if (last === undefined) return { rung, status: 'unknown', since: null, checkedAt: null, via: null };
  const { at: checkedAt, via } = last;
  if (at - checkedAt > RUNG_FRESH_MS)
    return { rung, status: 'unknown', since: checkedAt + RUNG_FRESH_MS, checkedAt, via };
  const isGood = last.result === 'good';
  const turned = checks.findLastIndex((o) => (o.result === 'good') !== isGood);
  const since = checks[turned + 1]?.at ?? checkedAt;
  const planned = expected.standby && (rung === 'system-info' || rung === 'cti-heartbeat') && last.result === 'bad';
  return { rung, status: isGood ? 'good' : planned ? 'expected-down' : 'bad', since, checkedAt, via };
}

/** Usable is what is good on every rung that was ever checked, in Cisco's order. */
export function isUsable(rungs: readonly RungState[]): boolean {
  return rungs.filter((r) => r.checkedAt !== null).every((r) => r.status === 'good') && rungs[0]?.status === 'good';
}
