/** The browser's clock, timers and randomness: the only file of `components/` that touches them. */
import type { EpochMs } from '#contract';

export interface BrowserTime {
  now(): EpochMs;
  /** Runs once after `delayMs`; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** Uniform in [0, 1). */
  random(): number;
}

export const browserTime: BrowserTime = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
  random: Math.random,
};
