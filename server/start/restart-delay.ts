/** How long a crashed child waits before it starts again. Pure. */

/** After so long without a crash a child counts as healthy, and its next crash as its first. */
export const HEALTHY_AFTER_MS = 30_000;
const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/** Crashes in a row, with the one that just happened. */
export function crashesInRow(before: number, uptimeMs: number): number {
  return uptimeMs >= HEALTHY_AFTER_MS ? 1 : before + 1;
}

/** 250 ms after the first crash, then twice as long each time, up to 10 s. */
export function restartDelayMs(crashes: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, crashes - 1));
}
