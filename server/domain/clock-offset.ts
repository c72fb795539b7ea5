/** How far a server's clock is from ours, from a time stamp in an answer, never known better than half the round trip. */
import type { EpochMs } from '#contract';

export interface ClockOffset {
  /** What to add to our time to get the server's, ms. */
  offsetMs: number;
  /** The truth is within ± this, ms. */
  errorMs: number;
  /** When it was measured, by our clock. */
  at: EpochMs;
}

export interface StampedAnswer {
  /** When the request was written, by our clock. */
  sentAt: EpochMs;
  /** From the request's writing to the first byte of the answer. */
  waitedMs: number;
  /** The server's time, told somewhere in between. */
  serverMs: EpochMs;
}

/** Both clocks tell whole milliseconds. */
const RESOLUTION_MS = 1;

/** The server looked at its clock between request and answer: half the round trip is the error. */
export function offsetOf({ sentAt, waitedMs, serverMs }: StampedAnswer): ClockOffset {
  const half = waitedMs / 2;
  return { offsetMs: serverMs - (sentAt + half), errorMs: half + RESOLUTION_MS, at: sentAt + Math.round(half) };
}

/** Two quartz clocks part by this much at worst: 100 ms in 1,000 s. */
const DRIFT = 1e-4;

/** The error now: clocks drift apart after the measurement. */
export function errorAt(known: ClockOffset, at: EpochMs): number {
  return known.errorMs + Math.max(0, at - known.at) * DRIFT;
}

/**
 * The better of what was known and a new measurement. When the two exclude each other, a clock was set: the new one counts.
 * @param known null: nothing yet
 */
export function betterOffset(known: ClockOffset | null, fresh: ClockOffset): ClockOffset {
  if (known === null) return fresh;
  const aged = errorAt(known, fresh.at);
  const excluded = Math.abs(known.offsetMs - fresh.offsetMs) > aged + fresh.errorMs;
  return excluded || fresh.errorMs <= aged ? fresh : known;
}

/** A server's stamp in our time. */
export function ourTimeOf(serverMs: EpochMs, offset: ClockOffset): number {
  return serverMs - offset.offsetMs;
}
