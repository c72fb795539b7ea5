/** How much time an agent's page looks back on. Pure. */
import type { EpochMs } from '#contract';

const DAY_MS = 86_400_000;

/** All of it comes with the page, so that another choice asks nobody: for as long as named data may be kept. What is gone already is not in it. */
export const AGENT_WINDOW_MS = 92 * DAY_MS;
/** Can always be chosen. */
export const LEAST_CHOICE_MS = 30 * DAY_MS;

/**
 * Round moments inside the window, for the axis.
 *
 * @param offsetMs of the zone that they are round in, east of UTC
 */
export function ticksOf(from: EpochMs, to: EpochMs, stepMs: number, offsetMs: number): EpochMs[] {
  const ticks: EpochMs[] = [];
  const first = Math.ceil((from + offsetMs) / stepMs) * stepMs - offsetMs;
  for (let at = first; at <= to; at += stepMs) ticks.push(at);
  return ticks;
}
