/** Does something with thousands in pieces, so that pings and feeds have their turn between them. */
import type { Time } from '../../time/time';

export interface Spread<T> {
  /** The first piece at once, the others one after the other; what was still to do is given up for this. */
  over(items: readonly T[], each: (piece: readonly T[]) => void, done: () => void): void;
  stop(): void;
}

export function createSpread<T>(time: Time, atOnce: number): Spread<T> {
  let stopWaiting = (): void => undefined;

  function go(items: readonly T[], from: number, each: (piece: readonly T[]) => void, done: () => void): void {
    each(items.slice(from, from + atOnce));
    const next = from + atOnce;
    if (next >= items.length) done();
    else stopWaiting = time.after(0, () => go(items, next, each, done));
  }

  return {
    over(items, each, done) {
      stopWaiting();
      go(items, 0, each, done);
    },
    stop: () => stopWaiting(),
  };
}
