/** What the rest of the code sees of time and randomness. Only this folder touches timers, clocks and Math.random. */
import type { EpochMs } from '#contract';

export type Cancel = () => void;

export interface Time {
  /** An anchor plus the monotonic clock, for deadlines: it never follows a step of the wall clock. Integer ms. */
  now(): EpochMs;
  /** What to add to `now()` for recorded times: how far the wall clock was set since the start. 0 until it was. */
  wallOffsetMs(): number;
  /** Monotonic milliseconds with a fraction; only differences mean anything. */
  monoMs(): number;
  /** Calls `run` once after `delayMs`; a negative delay counts as 0. */
  after(delayMs: number, run: () => void): Cancel;
  /** Uniform in [0, 1). */
  random(): number;
  /** A UUID v4. */
  uuid(): string;
}

/** The time to record: `now()` as the wall clock has it. */
export function wallNow(time: Time): EpochMs {
  return time.now() + time.wallOffsetMs();
}

/** The one alarm of a state machine: setting it replaces what was set; null clears it. */
export interface Alarm {
  set(at: EpochMs | null): void;
}

export function createAlarm(time: Time, ring: () => void): Alarm {
  let cancel: Cancel | null = null;
  let setFor: EpochMs | null = null;
  return {
    set(at) {
      if (at === setFor) return;
      cancel?.();
      setFor = at;
      cancel =
        at === null
          ? null
          : time.after(at - time.now(), () => {
              cancel = null;
              setFor = null;
              ring();
            });
    },
  };
}

/** Calls `run` every `periodMs` until cancelled; a late tick is not made up for. */
export function every(time: Time, periodMs: number, run: () => void): Cancel {
  let cancel: Cancel = time.after(periodMs, tick);
  function tick(): void {
    cancel = time.after(periodMs, tick);
    run();
  }
  return () => cancel();
}
