/** Pings as aligned summaries of a minute, live as in replay: a minute counts once every ping sent in it has been answered or given up. */
import type { EpochMs } from '#contract';
import type { PingSample } from '../history/chunk';
import { mergeSummaries, type Rollup, type Summary, slotOf, summaryOf } from '../history/rollup';

export const MINUTE_MS = 60_000;

/** The last complete minutes, `from` … `to`. */
export interface PingWindow {
  from: EpochMs;
  to: EpochMs;
  summary: Summary;
  /** The first minute of the window in which a ping was sent; null: none was. */
  first: EpochMs | null;
}

/** The end of the last minute that is complete at `at`. */
export function completeAt(at: EpochMs, pingTimeoutMs: number): EpochMs {
  return slotOf(at - pingTimeoutMs, MINUTE_MS);
}

/** Whether the window says enough of round trips: a few slow answers after a start say nothing. */
export function isFull(
  window: { from: EpochMs; to: EpochMs; first: EpochMs | null },
  answered: number,
  pingIntervalMs: number,
): boolean {
  if (window.first === null || window.first - window.from >= Math.max(MINUTE_MS, pingIntervalMs)) return false;
  return answered * 2 * pingIntervalMs >= window.to - window.from;
}

export interface PingMinutes {
  take(sample: PingSample): void;
  /** The window of so many minutes that is complete at `at`. */
  window(minutes: number, at: EpochMs, pingTimeoutMs: number): PingWindow;
}

interface Minute {
  from: EpochMs;
  samples: PingSample[];
  summary: Summary | null;
}

/** Pings are told late by at most their timeout, and looked back at for at most this long. */
const KEPT_MS = 63 * MINUTE_MS;
const KEPT_AT_FIRST_MS = 13 * MINUTE_MS;

export function createPingMinutes(): PingMinutes {
  /** In order. As far back as was ever asked for. */
  const minutes: Minute[] = [];
  let keptMs = KEPT_AT_FIRST_MS;
  const windows = new Map<number, PingWindow>();

  function minuteOf(from: EpochMs): Minute {
    const i = minutes.findLastIndex((m) => m.from <= from);
    const known = minutes[i];
    if (known?.from === from) return known;
    const made: Minute = { from, samples: [], summary: null };
    minutes.splice(i + 1, 0, made);
    return made;
  }

  function summaryIn(minute: Minute): Rollup {
    minute.summary ??= summaryOf(minute.samples);
    return { from: minute.from, ...minute.summary };
  }

  return {
    take(sample) {
      const minute = minuteOf(slotOf(sample.at, MINUTE_MS));
      minute.samples.push(sample);
      minute.summary = null;
      for (const [size, w] of windows) if (sample.at < w.to && sample.at >= w.from) windows.delete(size);
      while ((minutes[0]?.from ?? sample.at) < sample.at - keptMs) minutes.shift();
    },
    window(size, at, pingTimeoutMs) {
      keptMs = Math.min(KEPT_MS, Math.max(keptMs, (size + 3) * MINUTE_MS));
      const to = completeAt(at, pingTimeoutMs);
      const known = windows.get(size);
      if (known?.to === to) return known;
      const from = to - size * MINUTE_MS;
      const inside = minutes.filter((m) => m.from >= from && m.from < to).map(summaryIn);
      const window = { from, to, summary: mergeSummaries(inside), first: inside[0]?.from ?? null };
      windows.set(size, window);
      return window;
    },
  };
}

/** Microseconds, as samples are stored. */
export function sampleUs(rttMs: number): number {
  return Math.round(rttMs * 1_000);
}
