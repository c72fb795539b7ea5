/** Availability with as many digits as what was observed earns, and over what it is said. Pure. */
import type { StatusTally } from '#contract';
import { formatDuration } from '../format/units';

export interface AvailabilityWords {
  /** `99.98 %`; `–` where nothing is known. */
  percent: string;
  /** `of 29 d 04 h`. */
  of: string;
  /** `97 % observed`, or `all observed`. */
  coverage: string;
  sentence: string;
}

/** A status is known to about a ping's interval: what is less of the observed time than that is no digit. */
const GRAIN_MS = 10_000;

export function availabilityText(tally: StatusTally): AvailabilityWords {
  const { upMs, degradedMs, downMs, unknownMs, maintainedMs } = tally;
  const usable = upMs + degradedMs;
  const of = usable + downMs;
  const all = of + unknownMs + maintainedMs;
  const coverage = all === 0 ? 0 : (all - unknownMs) / all;
  const percent = of === 0 ? '–' : `${shareText(usable / of, digitsFor(of, coverage))} %`;
  const observed = unknownMs === 0 ? 'all observed' : `${shareText(coverage, 1)} % observed`;
  const parts = [
    ['degraded', degradedMs],
    ['down', downMs],
    ['unknown', unknownMs],
    ['in maintenance', maintainedMs],
  ] as const;
  const told = parts.flatMap(([name, ms]) => (ms > 0 ? [`${formatDuration(ms)} ${name}`] : []));
  const sentence =
    of === 0
      ? `Nothing is known of these ${formatDuration(all)}.`
      : `Available ${percent} of ${formatDuration(of)}, ${observed}${told.length === 0 ? '' : `; ${told.join(', ')}`}`;
  return { percent, of: of === 0 ? '' : `of ${formatDuration(of)}`, coverage: observed, sentence };
}

/** A month of pings every 10 s earns three digits, a day two, an hour one; where half of it was not seen, fewer. */
export function digitsFor(ofMs: number, coverage: number): number {
  const earned = Math.floor(Math.log10(Math.max(1, ofMs / GRAIN_MS))) - 2;
  const lost = coverage < 0.5 ? 2 : coverage < 0.9 ? 1 : 0;
  return Math.min(3, Math.max(0, earned - lost));
}

/** Never rounded up to a hundred, nor down to nothing: what is not quite all is not all. */
export function shareText(share: number, digits: number): string {
  if (share >= 1) return (100).toFixed(digits);
  const unit = 10 ** digits;
  const cut = Math.floor(share * 100 * unit + 1e-9) / unit;
  if (cut > 0 || share === 0) return cut.toFixed(digits);
  return `< ${(1 / unit).toFixed(digits)}`;
}
