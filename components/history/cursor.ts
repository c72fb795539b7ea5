/** The one moment that is pointed at, for everything on the page that shows it; moving it draws no chart again. Knows no React. */
import type { EpochMs } from '#contract';

export interface Cursor {
  /** null: nothing is pointed at. */
  at(): EpochMs | null;
  set(at: EpochMs | null): void;
  onChange(listener: () => void): () => void;
}

export function createCursor(): Cursor {
  const listeners = new Set<() => void>();
  let at: EpochMs | null = null;
  return {
    at: () => at,
    set(next) {
      if (next === at) return;
      at = next;
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
