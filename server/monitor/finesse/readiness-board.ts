/** Holds one server's checks, and says when a rung or the cause of an outage changes. */
import type { EpochMs, OutageView, RungState } from '#contract';
import { causeOf } from '../../domain/presence/cause';
import {
  RUNG_FRESH_MS,
  type RungObservation,
  readinessOf,
  type ServerExpectation,
} from '../../domain/presence/readiness';
import { createAlarm, type Time } from '../../time/time';
import { withObservation } from './observations';
import type { SayOfServer } from './port';

export interface ReadinessBoard {
  observe(...checks: RungObservation[]): void;
  stop(): void;
}

/** @param known by the database: what an outage was, and how the rungs stood */
export function createReadinessBoard(
  time: Time,
  say: SayOfServer,
  expected: ServerExpectation,
  known: { rungs: readonly RungState[]; outage: OutageView | null },
): ReadinessBoard {
  let kept: readonly RungObservation[] = [];
  let told = keyOf(known.rungs);
  let outage = JSON.stringify(known.outage);
  let carried = known.outage;
  const startedAt = time.now();
  const alarm = createAlarm(time, look);

  /** An outage outlives our own restart: it is over when every column of the table was seen good. */
  function goneOn(now: OutageView | null): OutageView | null {
    if (carried === null) return now;
    const heard = (['system-info', 'xmpp-session'] as const).every((rung) => kept.some((o) => o.rung === rung));
    // a session that is never tried says nothing of it
    if (now === null && (heard || time.now() - startedAt > RUNG_FRESH_MS)) carried = null;
    if (now === null || carried === null) return carried;
    const { cause, since, toldAt } = carried;
    return cause === 'undetermined' ? { ...now, since } : { ...now, cause, since, toldAt };
  }

  function look(): void {
    const at = time.now();
    const rungs = readinessOf(kept, at, expected);
    const key = keyOf(rungs);
    if (key !== told) {
      told = key;
      say({ type: 'readiness-changed', rungs });
    }
    const now = goneOn(causeOf(kept, at, expected));
    if (JSON.stringify(now) !== outage) {
      outage = JSON.stringify(now);
      say({ type: 'outage-changed', outage: now });
    }
    alarm.set(lapseOf(rungs, at));
  }

  return {
    observe(...checks) {
      for (const check of checks) kept = withObservation(kept, check);
      look();
    },
    stop: () => alarm.set(null),
  };
}

/** Another check that says the same is no news. */
function keyOf(rungs: readonly RungState[]): string {
  return JSON.stringify(rungs.map(({ rung, status, since, via }) => [rung, status, since, via]));
}

/** When the next rung is too old to say anything. */
function lapseOf(rungs: readonly RungState[], at: EpochMs): EpochMs | null {
  const lapses = rungs.flatMap((r) => (r.checkedAt === null ? [] : [r.checkedAt + RUNG_FRESH_MS + 1]));
  const ahead = lapses.filter((t) => t > at);
  return ahead.length === 0 ? null : Math.min(...ahead);
}
