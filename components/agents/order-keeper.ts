/** When the table may change its order: at most once a second, and not under a hand that is about to press. Pure. */
import type { EpochMs } from '#contract';

/** A new order comes at most this often. */
export const RESORT_MS = 1_000;
/** A pointer or focus that has not moved for so long does not hold the order any longer: nobody is aiming. */
export const HELD_FOR_MS = 10_000;

export interface Hand {
  /** The last time that a pointer moved over the rows, or a key moved through them; null: neither is there. */
  pointerAt: EpochMs | null;
  keyAt: EpochMs | null;
}

export const noHand: Hand = { pointerAt: null, keyAt: null };

/** Until when the order is held; null: it is not. */
export function heldUntil(hand: Hand, now: EpochMs): EpochMs | null {
  const last = Math.max(hand.pointerAt ?? 0, hand.keyAt ?? 0);
  return last + HELD_FOR_MS > now && last > 0 ? last + HELD_FOR_MS : null;
}

/** When a change that came at `now` may be put in order. */
export function resortAt(sortedAt: EpochMs, hand: Hand, now: EpochMs): EpochMs {
  return Math.max(now, sortedAt + RESORT_MS, heldUntil(hand, now) ?? 0);
}
