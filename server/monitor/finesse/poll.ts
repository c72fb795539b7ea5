/** Asks again and again, each time as long after the answer as the answer says; one alarm, never two at once. */
import { createAlarm, type Time } from '../../time/time';

export interface Poll {
  /** Asks now; while an answer is awaited, right after it. */
  now(): void;
  stop(): void;
}

/** @param ask resolves with the time until it is to be asked again, ms; null: not before `now` */
export function createPoll(time: Time, ask: () => Promise<number | null>): Poll {
  let asking = false;
  let again = false;
  let stopped = false;
  const alarm = createAlarm(time, () => void run());

  async function run(): Promise<void> {
    if (stopped) return;
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    alarm.set(null);
    const afterMs = await ask();
    asking = false;
    if (stopped) return;
    if (again) {
      again = false;
      return run();
    }
    alarm.set(afterMs === null ? null : time.now() + afterMs);
  }

  return {
    now: () => void run(),
    stop() {
      stopped = true;
      alarm.set(null);
    },
  };
}
