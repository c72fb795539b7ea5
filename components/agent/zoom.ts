/** How much time an agent's page looks back on, as its address says it. Pure. */
import type { EpochMs } from '#contract';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** With the step of the axis, on a desk and on a telephone. */
export const zooms = [
  { key: '1h', name: '1 h', words: 'the last hour', ms: HOUR_MS, stepMs: 10 * MINUTE_MS, narrowMs: 20 * MINUTE_MS },
  { key: '8h', name: '8 h', words: 'the last 8 hours', ms: 8 * HOUR_MS, stepMs: HOUR_MS, narrowMs: 2 * HOUR_MS },
  {
    key: '24h',
    name: '24 h',
    words: 'the last 24 hours',
    ms: 24 * HOUR_MS,
    stepMs: 3 * HOUR_MS,
    narrowMs: 6 * HOUR_MS,
  },
  { key: '7d', name: '7 d', words: 'the last 7 days', ms: 168 * HOUR_MS, stepMs: 24 * HOUR_MS, narrowMs: 48 * HOUR_MS },
] as const;
/** All of it comes with the page: another choice asks nobody. */
export const AGENT_WINDOW_MS = 168 * HOUR_MS;
export type Zoom = (typeof zooms)[number];
export const usualZoom: Zoom = zooms[1];

/** @param text of `?window=`; anything else is the usual one */
export function zoomOf(text: string | null | undefined): Zoom {
  return zooms.find((z) => z.key === text) ?? usualZoom;
}

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
