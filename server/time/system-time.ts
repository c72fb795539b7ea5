/** The real clock, real timers and real randomness. */
import { randomInt, randomUUID } from 'node:crypto';
import { uptime } from 'node:os';
import type { Time } from './time';

const RANDOM_STEPS = 2 ** 47;

export interface SystemTime extends Time {
  /** The three clocks of the host, for telling stalls, sleep and steps apart. */
  read(): { monoMs: number; uptimeMs: number; wallMs: number };
  /** The host slept for `ms`, which the monotonic clock did not see: `now()` moves on by it. */
  addSuspension(ms: number): void;
  /** The wall clock was set by `ms`: recorded times follow, deadlines do not. */
  addWallStep(ms: number): void;
}

/** @param options.keepAlive false: pending timers do not keep the process from ending by itself. */
export function createSystemTime(options: { keepAlive?: boolean } = {}): SystemTime {
  const keepAlive = options.keepAlive ?? true;
  let anchor = Date.now() - performance.now();
  let wallOffset = 0;
  return {
    now: () => Math.round(anchor + performance.now()),
    wallOffsetMs: () => wallOffset,
    monoMs: () => performance.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, Math.max(0, Math.ceil(delayMs)));
      if (!keepAlive) timer.unref();
      return () => clearTimeout(timer);
    },
    random: () => randomInt(RANDOM_STEPS) / RANDOM_STEPS,
    uuid: randomUUID,
    read: () => ({ monoMs: performance.now(), uptimeMs: uptime() * 1000, wallMs: Date.now() }),
    addSuspension(ms) {
      anchor += ms;
    },
    addWallStep(ms) {
      wallOffset += ms;
    },
  };
}
