/** Throws away what retention no longer keeps, some rows a step, and gives the space back. */
import type { EpochMs } from '#contract';
import { horizonsOf, type Retention } from '../../domain/history/retention';
import { type HistoryKind, type HistoryStore, historyKinds } from '../../store/history/port';
import type { Chore } from './chore';

const ROWS_A_STEP = 200;
const PAGES_A_STEP = 100;
/** Free pages that are left to the file: they are filled again soon, and taking them away only to grow again costs twice. */
export const SPARE_PAGES = 1_000;

export function createJanitor(store: HistoryStore, retention: Retention, sparePages = SPARE_PAGES): Chore {
  /** The horizons that were last cleaned up to: they move once a day. */
  const cleaned = new Map<HistoryKind, EpochMs>();
  let givingBack = true;

  return {
    name: 'prune',
    async step(now) {
      const horizons = horizonsOf(retention, now);
      const kind = historyKinds.find((k) => (cleaned.get(k) ?? -1) < horizons[k]);
      if (kind !== undefined) {
        const done = await store.prune(kind, horizons[kind], ROWS_A_STEP);
        if (done < ROWS_A_STEP) cleaned.set(kind, horizons[kind]);
        givingBack = true;
        return { done, more: true };
      }
      if (!givingBack) return { done: 0, more: false };
      const before = await store.giveBack(0);
      const left = before > sparePages ? await store.giveBack(Math.min(PAGES_A_STEP, before - sparePages)) : before;
      // What does not shrink will not by trying again.
      givingBack = left > sparePages && left < before;
      return { done: before - left, more: givingBack };
    },
    forget() {
      cleaned.clear();
      givingBack = true;
    },
  };
}
