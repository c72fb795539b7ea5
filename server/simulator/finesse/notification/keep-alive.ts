/** The server's own ping of a connection that was silent for half of what it may be (Openfire WebSocketClientConnectionHandler). */
import { createAlarm, type Time } from '../../../time/time';

export interface KeepAlive {
  heard(): void;
  stop(): void;
}

/** @param ask called once per silence */
export function createKeepAlive(time: Time, idleMs: number, ask: () => void): KeepAlive {
  const patienceMs = idleMs / 2;
  let heardMono = time.monoMs();
  let asked = false;
  const alarm = createAlarm(time, ring);
  alarm.set(time.now() + patienceMs);

  function ring(): void {
    const leftMs = patienceMs - (time.monoMs() - heardMono);
    if (leftMs < 1 && !asked) {
      asked = true;
      ask();
    }
    alarm.set(time.now() + (leftMs < 1 ? patienceMs : Math.ceil(leftMs)));
  }

  return {
    // an alarm moved for every sign of life would cost more than one that looks back
    heard() {
      heardMono = time.monoMs();
      asked = false;
    },
    stop: () => alarm.set(null),
  };
}
