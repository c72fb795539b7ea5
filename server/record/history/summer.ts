/** Sums up how many agents were in which health, minutes into rollups, an hour or so a step. */
import type { HistoryStore } from '../../store/history/port';
import type { Chore } from './chore';

/** So often at the most the rollups of a day are written anew. */
export const SUM_UP_AFTER_MS = 3_600_000;
/** Of all clusters together. */
const MINUTES_A_STEP = 120;

export function createSummer(store: Pick<HistoryStore, 'sumUpCounts'>): Chore {
  return {
    name: 'sum up',
    async step(now) {
      const done = await store.sumUpCounts(now - SUM_UP_AFTER_MS, now, MINUTES_A_STEP);
      return { done, more: done > 0 };
    },
    forget: () => undefined,
  };
}
