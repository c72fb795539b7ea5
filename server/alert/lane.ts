/** One channel's deliveries: one at a time, so that a hanging or refusing channel keeps nobody else waiting. */
import type { Delivery } from '#contract';
import type { Log } from '../config/log';
import { type Attempt, afterAttempt, afterTry, emptyLane, nextTry, withDelivery } from '../domain/alert/delivering';
import { createAlarm, type Time, wallNow } from '../time/time';
import type { Message, Notifier, Sent } from './notifiers/port';

export interface LaneDeps {
  time: Time;
  log: Pick<Log, 'warn' | 'error'>;
  messageOf(delivery: Delivery): Message;
  /** What became of a delivery, to be stored. */
  onChanged(delivery: Delivery): void;
}

export interface Lane {
  /** In its order; one that is here already is left alone. */
  add(delivery: Delivery): void;
  waiting(): number;
  /** @returns what waits, for whoever delivers it from now on */
  stop(): readonly Delivery[];
}

const SEND_TIMEOUT_MS = 15_000;

export function createLane(name: string, notifier: Notifier, { time, log, messageOf, onChanged }: LaneDeps): Lane {
  let lane = emptyLane;
  let sending = false;
  let stopped = false;
  const alarm = createAlarm(time, () => void sendNext());

  function rearm(): void {
    const next = sending || stopped ? null : nextTry(lane);
    alarm.set(next === null ? null : next.dueAt - time.wallOffsetMs());
  }

  async function sendNext(): Promise<void> {
    const next = nextTry(lane);
    if (next === null || sending || stopped) return;
    sending = true;
    const attempt = await send(next);
    sending = false;
    // What a stopped worker began is tried again by the next one, with the same key.
    if (stopped) return;
    const tried = afterAttempt(next, attempt, wallNow(time));
    lane = afterTry(lane, tried, attempt);
    report(tried);
    onChanged(tried);
    rearm();
  }

  async function send(d: Delivery): Promise<Attempt> {
    const at = wallNow(time);
    const begunMs = time.monoMs();
    const controller = new AbortController();
    const cancel = time.after(SEND_TIMEOUT_MS, () => controller.abort());
    const sent = await notifier.send(messageOf(d), controller.signal).catch(failed);
    cancel();
    const tookMs = Math.max(0, time.monoMs() - begunMs);
    return sent.ok
      ? { at, tookMs, condition: null, retryAfterMs: null, permanent: false }
      : { at, tookMs, condition: sent.condition, retryAfterMs: sent.retryAfterMs, permanent: sent.permanent };
  }

  function failed(error: unknown): Sent {
    log.error({ err: error, channel: name }, 'a channel failed');
    return { ok: false, condition: 'bug', retryAfterMs: null, permanent: false };
  }

  function report({ id: delivery, condition, status, tries }: Delivery): void {
    if (status === 'dead') log.error({ channel: name, delivery, condition }, 'a notification was given up');
    else if (status === 'waiting' && tries === 1)
      log.warn({ channel: name, delivery, condition }, 'a notification waits');
  }

  return {
    add(d) {
      lane = withDelivery(lane, d);
      rearm();
    },
    waiting: () => lane.queue.length,
    stop() {
      stopped = true;
      alarm.set(null);
      return lane.queue;
    },
  };
}
