/** Watches the observer itself: a blocked loop, a sleeping host and a stepped clock become facts, and taint what was measured meanwhile. */
import type { Fact } from '#contract';
import { type ClockReading, judgeTick } from '../domain/observer';
import { every, type Time } from '../time/time';

export interface HostClocks {
  read(): ClockReading;
  addSuspension(ms: number): void;
  addWallStep(ms: number): void;
}

export interface ObserverWatch {
  /** True when the observer did not run at some time since then, or does not seem to run right now. */
  stalledSince(monoMs: number): boolean;
  stop(): void;
}

export const WATCH_TICK_MS = 500;
const LATE_FROM_MS = 1_000;

/** Starts watching; `publish` receives `observer-stalled` and `clock-stepped`. */
export function watchObserver(time: Time, host: HostClocks, publish: (fact: Fact) => void): ObserverWatch {
  let last = host.read();
  let lastAt = time.now();
  let stallEndedMs = Number.NEGATIVE_INFINITY;

  function look(): void {
    const reading = host.read();
    const verdict = judgeTick(last, reading, WATCH_TICK_MS);
    const fromMs = lastAt;
    if (verdict.suspendedMs > 0) host.addSuspension(verdict.suspendedMs);
    last = reading;
    lastAt = time.now();
    if (verdict.suspendedMs > 0 || verdict.blockedMs > 0) {
      stallEndedMs = reading.monoMs;
      const reason = verdict.suspendedMs > 0 ? 'suspended' : 'loop-blocked';
      publish({ type: 'observer-stalled', at: lastAt, fromMs, toMs: lastAt, reason });
    }
    if (verdict.steppedMs !== 0) {
      host.addWallStep(verdict.steppedMs);
      publish({ type: 'clock-stepped', at: lastAt, byMs: verdict.steppedMs });
    }
  }

  const stop = every(time, WATCH_TICK_MS, look);
  return {
    stalledSince(monoMs) {
      // A blocked loop delivers the answer before our own late tick: look now rather than believe it.
      if (host.read().monoMs - last.monoMs > WATCH_TICK_MS + LATE_FROM_MS) look();
      return monoMs < stallEndedMs;
    },
    stop,
  };
}
