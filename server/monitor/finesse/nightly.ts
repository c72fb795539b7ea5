/** When the directory is read again without a reason: at night, by the host's own clock, each installation at its own minute. */
import type { EpochMs } from '#contract';

const HOUR = 3;
const SPREAD_MS = 3_600_000;

/** @param random in [0, 1): which minute of that hour */
export function nextNightly(after: EpochMs, random: number): EpochMs {
  const night = new Date(after);
  night.setHours(HOUR, 0, 0, 0);
  if (night.getTime() <= after) night.setDate(night.getDate() + 1);
  return night.getTime() + Math.floor(random * SPREAD_MS);
}
