/** The fleet's gate: connects are spread over time, so that a thousand sessions never reconnect in one burst. */
import type { EpochMs } from '#contract';

/** The time from which the next slot is free. */
export interface Admission {
  freeAt: EpochMs;
}

/**
 * Books the next slot. Up to `burst` slots may be taken at once after a quiet time, then one each `spacingMs`.
 * @returns the slot's time, at or after `now`, and the gate after the booking
 */
export function bookSlot(
  gate: Admission,
  now: EpochMs,
  spacingMs: number,
  burst: number,
): { at: EpochMs; gate: Admission } {
  const earliest = Math.max(gate.freeAt, now - (burst - 1) * spacingMs);
  return { at: Math.max(now, earliest), gate: { freeAt: earliest + spacingMs } };
}
