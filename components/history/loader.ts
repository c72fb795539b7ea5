/** Fetches what a view shows: all of its series at a time, not while the view still moves, and nothing twice. Knows no React. */
import type { BrowserTime } from '../live/browser-time';

export interface Shown<S> {
  status: 'waiting' | 'ready' | 'failed';
  /** Of the last answer, also while another is awaited; in the order asked for. */
  series: readonly S[];
}

/** `moving`: more of the same gesture will follow. `refresh`: the same a little later, of which nothing is said while it is awaited. */
export type How = 'now' | 'moving' | 'refresh';

export interface Loader<A, S> {
  shown(): Shown<S>;
  onChange(listener: () => void): () => void;
  ask(wanted: readonly A[], how: How): void;
  stop(): void;
}

/** What came with the page. */
export interface Given<A, S> {
  asked: A;
  series: S;
}

/** A gesture is over when nothing came for so long. */
const QUIET_MS = 220;
/** Zooming back should not ask again; each is some 100 KB at most. */
const KEPT = 24;

/** @param load null = there is no usable answer */
export function createLoader<A, S>(
  time: BrowserTime,
  load: (asked: A) => Promise<S | null>,
  given: readonly Given<A, S>[] = [],
): Loader<A, S> {
  const listeners = new Set<() => void>();
  const kept = new Map<string, S>(given.map(({ asked, series }) => [JSON.stringify(asked), series]));
  let shown: Shown<S> = firstOf(given);
  let latest = given.length === 0 ? '' : JSON.stringify(given.map((g) => g.asked));
  let cancel: (() => void) | null = null;

  function become(next: Shown<S>): void {
    shown = next;
    for (const listener of listeners) listener();
  }

  async function one(asked: A): Promise<S | null> {
    const key = JSON.stringify(asked);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const series = await load(asked);
    if (series === null) return null;
    kept.set(key, series);
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) kept.delete(oldest);
    return series;
  }

  async function fetchAll(wanted: readonly A[], key: string): Promise<void> {
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
    ask(wanted, how) {
      const key = JSON.stringify(wanted);
      if (key === latest && shown.status !== 'failed') return;
      latest = key;
      cancel?.();
      cancel = null;
      const known = wanted.flatMap((asked) => kept.get(JSON.stringify(asked)) ?? []);
      if (known.length === wanted.length) return become({ status: 'ready', series: known });
      if (shown.status !== 'waiting' && how !== 'refresh') become({ ...shown, status: 'waiting' });
      cancel = time.after(how === 'moving' ? QUIET_MS : 0, () => {
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

/** Before anything was asked for: what came with the page. */
export function firstOf<A, S>(given: readonly Given<A, S>[]): Shown<S> {
  return { status: given.length === 0 ? 'waiting' : 'ready', series: given.map((g) => g.series) };
}
