/** Times of a form in the browser's own zone: `datetime-local` knows no other. */
import type { EpochMs } from '#contract';
import { zoneOffsetMs } from '../agent/zone-offset';

export function localText(at: EpochMs): string {
  const shown = Math.floor(at / 1_000) * 1_000;
  return new Date(shown + zoneOffsetMs(shown, undefined)).toISOString().slice(0, 19);
}

/** null = no time. */
export function momentOf(text: string): EpochMs | null {
  // Without an offset a date with a time is a local one (ECMA-262, Date.parse).
  const at = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) || at < 0 ? null : at;
}
