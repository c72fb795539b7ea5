/** Whether the observer itself ran all the time: tells a blocked loop, a suspended host and a stepped wall clock apart. */

/** Three clocks read at one moment, all in ms. */
export interface ClockReading {
  /** Stands still while the host sleeps. */
  monoMs: number;
  /** Time since boot; goes on while the host sleeps. */
  uptimeMs: number;
  /** What people see; may be set. */
  wallMs: number;
}

export interface TickVerdict {
  /** We did not run for so long, although the host did; 0 = fine. */
  blockedMs: number;
  /** The host slept for so long; 0 = it did not. */
  suspendedMs: number;
  /** The wall clock was moved by so much; 0 = it was not. */
  steppedMs: number;
}

const BLOCKED_FROM_MS = 1_000;
const SUSPENDED_FROM_MS = 1_000;
const STEPPED_FROM_MS = 500;

/**
 * Judges the time between two readings that should lie `tickMs` apart. Monotonic against uptime differ: suspended. Uptime
 * against wall differ: the clock was set.
 */
export function judgeTick(before: ClockReading, after: ClockReading, tickMs: number): TickVerdict {
  const mono = after.monoMs - before.monoMs;
  const uptime = after.uptimeMs - before.uptimeMs;
  const wall = after.wallMs - before.wallMs;
  return {
    blockedMs: atLeast(mono - tickMs, BLOCKED_FROM_MS),
    suspendedMs: atLeast(uptime - mono, SUSPENDED_FROM_MS),
    steppedMs: Math.abs(wall - uptime) >= STEPPED_FROM_MS ? Math.round(wall - uptime) : 0,
  };
}

function atLeast(value: number, threshold: number): number {
  return value >= threshold ? Math.round(value) : 0;
}
