/** Fetches what a view shows: one pair of series at a time, not while the view still moves, and nothing twice. Knows no React. */
import type { TargetSeries } from '#contract';
import type { SeriesAsked } from '../live/api';
import type { BrowserTime } from '../live/browser-time';

export interface Shown {
  status: 'waiting' | 'ready' | 'failed';
  /** Of the last answer, also while another is awaited; in the order asked for. */
  series: readonly TargetSeries[];
}

export interface Loader {
  shown(): Shown;
  onChange(listener: () => void): () => void;
  /** `moving`: more of the same gesture will follow. */
  ask(wanted: readonly SeriesAsked[], moving: boolean): void;
  stop(): void;
}

/** A gesture is over when nothing came for so long. */
const QUIET_MS = 220;
/** Zooming back should not ask again; each is some 100 KB at most. */
const KEPT = 24;

/** @param load null = there is no usable answer */
export function createLoader(time: BrowserTime, load: (asked: SeriesAsked) => Promise<TargetSeries | null>): Loader {
  const listeners = new Set<() => void>();
  const kept = new Map<string, TargetSeries>();
  let shown: Shown = { status: 'waiting', series: [] };
  let latest = '';
  let cancel: (() => void) | null = null;

  function become(next: Shown): void {
    shown = next;
    for (const listener of listeners) listener();
  }

  async function one(asked: SeriesAsked): Promise<TargetSeries | null> {
    const key = JSON.stringify(asked);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const series = await load(asked);
    if (series === null) return null;
    kept.set(key, series);
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) kept.delete(oldest);
    return series;
  }

  async function fetchAll(wanted: readonly SeriesAsked[], key: string): Promise<void> {
    const found = await Promise.all(wanted.map(one));
    if (key !== latest) return;
    const series = found.flatMap((s) => s ?? []);
    become(series.length < wanted.length ? { ...shown, status: 'failed' } : { status: 'ready', series });
  }

  return {
    shown: () => shown,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask(wanted, moving) {
      const key = JSON.stringify(wanted);
      if (key === latest && shown.status !== 'failed') return;
      latest = key;
      cancel?.();
      if (shown.status !== 'waiting') become({ ...shown, status: 'waiting' });
      cancel = time.after(moving ? QUIET_MS : 0, () => {
        cancel = null;
        void fetchAll(wanted, key);
      });
    },
    stop() {
      cancel?.();
      latest = '';
    },
  };
}
