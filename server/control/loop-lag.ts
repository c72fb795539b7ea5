/** How late the event loop runs its timers: what our own slowness adds to a measurement. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 10;

export interface LoopLag {
  /** Quantiles since the last call, in seconds. */
  take(): { p50: number; p99: number; max: number };
  close(): void;
}

export function watchLoopLag(): LoopLag {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  // The histogram holds the whole time between two timers, the resolution included; an empty one answers NaN or 0.
  const lag = (ns: number) => Math.max(0, Number.isFinite(ns) ? ns / 1e9 - RESOLUTION_MS / 1e3 : 0);
  return {
    take() {
      const quantiles = {
        p50: lag(histogram.percentile(50)),
        p99: lag(histogram.percentile(99)),
        max: lag(histogram.count === 0 ? 0 : histogram.max),
      };
      histogram.reset();
      return quantiles;
    },
    close: () => void histogram.disable(),
  };
}
