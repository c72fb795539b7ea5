/** Counts the sessions that are open, also those that nobody minds any more while they say goodbye. */
import type { OpenSession } from '../xmpp/port';

/** @returns the same way to open sessions, counted; `whenNone` calls back once, at once when there is none */
export function countOpen(openSession: OpenSession): { openSession: OpenSession; whenNone(then: () => void): void } {
  let open = 0;
  let then: (() => void) | null = null;
  return {
    openSession(options, handlers, time) {
      open++;
      const onClosed: typeof handlers.onClosed = (failure) => {
        open--;
        handlers.onClosed(failure);
        if (open === 0) then?.();
      };
      return openSession(options, { ...handlers, onClosed }, time);
    },
    whenNone(callback) {
      then = callback;
      if (open === 0) callback();
    },
  };
}
