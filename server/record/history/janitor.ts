/** Takes names out of what is old, throws away what retention no longer keeps, some rows a step, and gives the space back. */
import type { EpochMs } from '#contract';
import type { PseudonymOf } from '../../domain/history/forget';
import {
  type ForgottenKind,
  forgottenKinds,
  horizonsOf,
  type PrunedKind,
  prunedKinds,
  type Retention,
} from '../../domain/history/retention';
import type { HistoryStore } from '../../store/history/port';
import type { Chore } from './chore';

const ROWS_A_STEP = 200;
const FACTS_A_STEP = 50;
const PAGES_A_STEP = 100;
/** Free pages that are left to the file: they are filled again soon, and taking them away only to grow again costs twice. */
export const SPARE_PAGES = 1_000;

export function createJanitor(
  store: HistoryStore,
  retention: Retention,
  pseudonymOf: PseudonymOf,
  sparePages = SPARE_PAGES,
): Chore {
  /** The horizons that were last cleaned up to: they move once a day. */
  const cleaned = new Map<PrunedKind | ForgottenKind, EpochMs>();
  let givingBack = true;
  /** Names have gone since the log was last emptied. */
  let sweeping = true;

  return {
    name: 'prune',
    async step(now) {
      const horizons = horizonsOf(retention, now);
      const isDue = (k: PrunedKind | ForgottenKind) => (cleaned.get(k) ?? -1) < horizons[k];
      const nameless = forgottenKinds.find(isDue);
      if (nameless !== undefined) {
        const done = await store.forget(nameless, horizons[nameless], FACTS_A_STEP, pseudonymOf);
        if (done < FACTS_A_STEP) cleaned.set(nameless, horizons[nameless]);
        sweeping = true;
        return { done, more: true };
      }
      const kind = prunedKinds.find(isDue);
      if (kind !== undefined) {
        const done = await store.prune(kind, horizons[kind], ROWS_A_STEP);
        if (done < ROWS_A_STEP) cleaned.set(kind, horizons[kind]);
        givingBack = true;
        return { done, more: true };
      }
      if (!givingBack) {
        if (sweeping) sweeping = !(await store.sweep());
        return { done: 0, more: false };
      }
      const before = await store.giveBack(0);
      const left = before > sparePages ? await store.giveBack(Math.min(PAGES_A_STEP, before - sparePages)) : before;
      // What does not shrink will not by trying again.
      givingBack = left > sparePages && left < before;
      return { done: before - left, more: givingBack || sweeping };
    },
    forget() {
      cleaned.clear();
      givingBack = true;
      sweeping = true;
    },
  };
}
