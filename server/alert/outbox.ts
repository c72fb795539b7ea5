/** Delivers what waits: in order per channel, each at its own pace, until it is taken or given up. */
import type { Delivery, EpochMs } from '#contract';
import type { Log } from '../config/log';
import { createAlarm, type Time, wallNow } from '../time/time';
import { messageOf } from './message';
import type { Notifier, Sent } from './notifiers/port';

export interface OutboxDeps {
  notifiers: ReadonlyMap<string, Notifier>;
  publicUrl: string | null;
  time: Time;
  log: Pick<Log, 'warn' | 'error'>;
  /** What became of a delivery, to be stored. */
  onChanged(delivery: Delivery): void;
}

export interface Outbox {
  /** In their order; a delivery that is here already is left alone. */
  add(deliveries: readonly Delivery[]): void;
  waiting(): number;
  stop(): void;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
const SEND_TIMEOUT_MS = 15_000;
/** Who could not be told for a day is not told of yesterday: it stays in the list of dead letters. */
const GIVE_UP_MS = 86_400_000;

export function createOutbox(deps: OutboxDeps): Outbox {
  const lanes = new Map([...deps.notifiers].map(([name, notifier]) => [name, createLane(name, notifier, deps)]));
  return {
    add(deliveries) {
      for (const d of deliveries) {
        const lane = lanes.get(d.channel);
        if (lane !== undefined) lane.add(d);
        // The channel is gone from the configuration.
        else deps.onChanged({ ...d, status: 'dead', condition: 'no-channel' });
      }
    },
    waiting: () => [...lanes.values()].reduce((sum, lane) => sum + lane.waiting(), 0),
    stop() {
      for (const lane of lanes.values()) lane.stop();
    },
  };
}

/** How long to wait after so many tries; what the other side asked for counts, up to the longest. */
export function retryDelay(tries: number, retryAfterMs: number | null): number {
  return Math.max(retryAfterMs ?? 0, Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, tries - 1)));
}

interface Lane {
  add(d: Delivery): void;
  waiting(): number;
  stop(): void;
}

/** One channel: a hanging or refusing one keeps nobody else waiting. */
function createLane(name: string, notifier: Notifier, { publicUrl, time, log, onChanged }: OutboxDeps): Lane {
  let queue: Delivery[] = [];
  let sending = false;
  let stopped = false;
  const alarm = createAlarm(time, () => void sendHead());

  function rearm(): void {
    const head = queue[0];
    alarm.set(head === undefined || sending || stopped ? null : head.dueAt - time.wallOffsetMs());
  }

  async function sendHead(): Promise<void> {
    const head = queue[0];
    if (head === undefined || sending || stopped) return;
    sending = true;
    const sent = await attempt(head);
    sending = false;
    if (stopped) return;
    const next = afterAttempt(head, sent, wallNow(time));
    if (next.status === 'waiting') queue[0] = next;
    else queue = queue.filter((d) => d.id !== head.id);
    report(next, sent);
    onChanged(next);
    rearm();
  }

  async function attempt(d: Delivery): Promise<Sent> {
    const controller = new AbortController();
    const cancel = time.after(SEND_TIMEOUT_MS, () => controller.abort());
    try {
      return await notifier.send(messageOf(d, publicUrl), controller.signal);
    } catch (error) {
      log.error({ err: error, channel: name }, 'a channel failed');
      return { ok: false, condition: 'bug', retryAfterMs: null, permanent: false };
    } finally {
      cancel();
    }
  }

  function report(d: Delivery, sent: Sent): void {
    if (sent.ok) return;
    const { condition } = sent;
    if (d.status === 'dead') log.error({ channel: name, delivery: d.id, condition }, 'a notification was given up');
    else if (d.tries === 1) log.warn({ channel: name, delivery: d.id, condition }, 'a notification waits');
  }

  return {
    add(d) {
      if (queue.some((known) => known.id === d.id)) return;
      queue = [...queue, d].sort((a, b) => a.order - b.order);
      rearm();
    },
    waiting: () => queue.length,
    stop() {
      stopped = true;
      alarm.set(null);
    },
  };
}

function afterAttempt(d: Delivery, sent: Sent, at: EpochMs): Delivery {
  const tries = d.tries + 1;
  if (sent.ok) return { ...d, tries, status: 'delivered', deliveredAt: at, condition: null };
  const dueAt = at + retryDelay(tries, sent.retryAfterMs);
  const dead = sent.permanent || dueAt - d.createdAt > GIVE_UP_MS;
  return { ...d, tries, dueAt, condition: sent.condition, status: dead ? 'dead' : 'waiting' };
}
