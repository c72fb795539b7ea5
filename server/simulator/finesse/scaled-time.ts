/** A clock that runs faster or slower than another one, and whose speed can be changed while alarms are set. */
import type { Cancel, Time } from '../../time/time';

export interface ScaledTime extends Time {
  readonly speed: number;
  /** What is set already comes sooner or later accordingly. */
  setSpeed(speed: number): void;
}

interface Pending {
  /** On this clock, ms since its start. */
  dueMs: number;
  run: () => void;
  cancel: Cancel;
}

/** @param speed 1 = as `time`; 10 = ten times as fast. Greater than 0. */
export function createScaledTime(time: Time, speed = 1): ScaledTime {
  const startedAt = time.now();
  const startedMono = time.monoMs();
  const pending = new Set<Pending>();
  let rate = speed;
  /** Where the present rate began: on this clock and on the other, ms since the start. */
  let ownFrom = 0;
  let realFrom = 0;

  const real = (): number => time.monoMs() - startedMono;
  const own = (): number => ownFrom + (real() - realFrom) * rate;

  function arm(entry: Pending): void {
    entry.cancel = time.after(Math.max(0, entry.dueMs - own()) / rate, () => {
      pending.delete(entry);
      entry.run();
    });
  }

  return {
    get speed() {
      return rate;
    },
    setSpeed(next) {
      ownFrom = own();
      realFrom = real();
      rate = next;
      for (const entry of pending) {
        entry.cancel();
        arm(entry);
      }
    },
    now: () => Math.round(startedAt + own()),
    wallOffsetMs: () => time.wallOffsetMs(),
    monoMs: () => startedMono + own(),
    after(delayMs, run) {
      const entry: Pending = { dueMs: own() + Math.max(0, delayMs), run, cancel: () => undefined };
      pending.add(entry);
      arm(entry);
      return () => {
        pending.delete(entry);
        entry.cancel();
      };
    },
    random: () => time.random(),
    uuid: () => time.uuid(),
  };
}
