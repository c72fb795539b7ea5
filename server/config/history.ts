/** How long history is kept, from a checked file. */
import type { Retention } from '../domain/history/retention';
import { type HistoryShape, usualHistory } from './shape-history';

export function historyOf(shape: HistoryShape | undefined): Retention {
  const given = Object.fromEntries(Object.entries(shape ?? {}).filter(([, value]) => value !== undefined));
  const { sampleDays, ...others } = { ...usualHistory, ...given };
  return { ...others, chunkDays: sampleDays };
}
