/** A queue that lets things through in order, each not before its time, and not at all while it is held. */
import { createAlarm, type Time } from '../time/time';

export interface Pipe {
  /** Runs `run` after `delayMs`, but never before what was pushed earlier; at once when nothing is in the way. */
  push(run: () => void, delayMs?: number): void;
  /** While held nothing passes; afterwards everything that is due does, in order. */
  hold(on: boolean): void;
  /** Forgets what waits. */
  clear(): void;
  readonly waiting: number;
}

/** @param onFull called once when more than `capacity` things wait */
export function createPipe(time: Time, capacity: number, onFull: () => void): Pipe {
  let queue: { dueMono: number; run: () => void }[] = [];
  let held = false;
  let running = false;
  const alarm = createAlarm(time, drain);

  function drain(): void {
    if (running) return;
    running = true;
    while (!held) {
      const next = queue[0];
      if (next === undefined || next.dueMono > time.monoMs() + 0.5) break;
      queue.shift();
      next.run();
    }
    running = false;
    const next = queue[0];
    alarm.set(held || next === undefined ? null : time.now() + Math.max(0, next.dueMono - time.monoMs()));
  }

  return {
    push(run, delayMs = 0) {
      queue.push({ dueMono: time.monoMs() + delayMs, run });
      if (queue.length > capacity) {
        queue = [];
        onFull();
      } else if (queue.length === 1 || running) {
        drain();
      }
    },
    hold(on) {
      held = on;
      drain();
    },
    clear() {
      queue = [];
      alarm.set(null);
    },
    get waiting() {
      return queue.length;
    },
  };
}
