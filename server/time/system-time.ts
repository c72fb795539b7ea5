/** The real clock, real timers and real randomness. */
import { randomInt, randomUUID } from 'node:crypto';
import type { Time } from './time';

const RANDOM_STEPS = 2 ** 47;

/** @param keepAlive false: pending timers do not keep the process from ending by itself. */
export function createSystemTime(options: { keepAlive?: boolean } = {}): Time & { reanchor(): number } {
  const keepAlive = options.keepAlive ?? true;
  let anchor = Date.now() - performance.now();
  return {
    now: () => Math.round(anchor + performance.now()),
    monoMs: () => performance.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, Math.max(0, Math.ceil(delayMs)));
      if (!keepAlive) timer.unref();
      return () => clearTimeout(timer);
    },
    random: () => randomInt(RANDOM_STEPS) / RANDOM_STEPS,
    uuid: randomUUID,
    /** Takes the wall clock's present reading as truth; returns by how many ms `now()` moved. */
    reanchor() {
      const fresh = Date.now() - performance.now();
      const moved = fresh - anchor;
      anchor = fresh;
      return moved;
    },
  };
}
