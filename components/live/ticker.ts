/** One beat a second for everything on the page that counts time. */
import type { BrowserTime } from './browser-time';

export interface Ticker {
  onTick(listener: () => void): () => void;
  /** The time of the last beat: the same for all readers until the next. */
  now(): number;
}

/** Beats while somebody listens, on the full second of the clock that it is given. */
export function createTicker(time: BrowserTime, clock: () => number): Ticker {
  const listeners = new Set<() => void>();
  let at = clock();
  let cancel: (() => void) | null = null;

  function beat(): void {
    at = clock();
    cancel = time.after(1_000 - (at % 1_000), beat);
    for (const listener of listeners) listener();
  }

  return {
    onTick(listener) {
      listeners.add(listener);
      if (cancel === null) beat();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        cancel?.();
        cancel = null;
      };
    },
    now: () => at,
  };
}
