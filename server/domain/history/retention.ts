/** How long history is kept, and what of it has to go. */
import type { EpochMs } from '#contract';
import { DAY_MS } from './rollup';
import type { KeptSince, Source } from './series';

/** Days; the number of hours that samples stay rows is their freshness. */
export interface Retention {
  freshHours: number;
  /** Samples in chunks. */
  chunkDays: number;
  minuteDays: number;
  tenMinuteDays: number;
  hourDays: number;
  dayDays: number;
  /** Changes of phase and missed pings: what availability is made of. */
  stateDays: number;
}

const THREE_YEARS = 3 * 366;

export const defaultRetention: Retention = {
  freshHours: 2,
  chunkDays: 30,
  minuteDays: 30,
  tenMinuteDays: 180,
  hourDays: THREE_YEARS,
  dayDays: THREE_YEARS,
  stateDays: THREE_YEARS,
};

/** Everything before these times may be thrown away: whole days of UTC, so that nothing that is kept is incomplete. */
export function horizonsOf(retention: Retention, now: EpochMs): Record<Source | 'missed', EpochMs> {
  const since = (days: number) => Math.max(0, Math.floor((now - days * DAY_MS) / DAY_MS) * DAY_MS);
  return {
    samples: since(retention.chunkDays),
    '1m': since(retention.minuteDays),
    '10m': since(retention.tenMinuteDays),
    '1h': since(retention.hourDays),
    '1d': since(retention.dayDays),
    missed: since(retention.stateDays),
  };
}

/** @param marks what has been thrown away so far */
export function keptSince(marks: ReadonlyMap<string, EpochMs>): KeptSince {
  const since = (source: Source) => marks.get(source) ?? 0;
  return { samples: since('samples'), '1m': since('1m'), '10m': since('10m'), '1h': since('1h'), '1d': since('1d') };
}
