/** The latency that a healthy transport of the simulator has: a level, a slow swing and jitter, so that each line has a rhythm of its own. */
import { z } from 'zod';
import type { TransportKind } from '#contract';

export const latencyProfile = z.strictObject({
  /** Level, ms. */
  baseMs: z.number().nonnegative().max(10_000),
  /** Mean of the jitter on top, ms; skewed to the right as on real networks. */
  jitterMs: z.number().nonnegative().max(10_000).default(0),
  /** How far the level swings, as a ratio of it. */
  swing: z.number().min(0).max(1).default(0),
  /** How long one swing takes, ms. */
  periodMs: z.number().positive().default(60_000),
});
export type LatencyProfile = z.infer<typeof latencyProfile>;
export type Latencies = Partial<Record<TransportKind, LatencyProfile>>;
export const latencies = z.partialRecord(z.enum(['tcp', 'websocket', 'bosh']), latencyProfile);

/**
 * The time one answer takes.
 * @param atMs any clock in ms: only the place in the swing depends on it
 * @param random uniform in [0, 1)
 */
export function latencyAt(profile: LatencyProfile, atMs: number, random: () => number): number {
  const level = profile.baseMs * (1 + profile.swing * Math.sin((2 * Math.PI * atMs) / profile.periodMs));
  // an exponential tail, cut off at five times its mean
  return level + profile.jitterMs * Math.min(5, -Math.log(1 - random()));
}
