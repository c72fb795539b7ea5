/** What becomes of a delivery at each try, and which of a channel's deliveries is tried next. */
import type { Delivery, EpochMs } from '#contract';

export interface Attempt {
  /** When it began. */
  at: EpochMs;
  tookMs: number;
  /** null: it was taken. */
  condition: string | null;
  /** As the other side asked; null: it did not. */
  retryAfterMs: number | null;
  /** It will not be taken later either. */
  permanent: boolean;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** Who could not be told for a day is not told of yesterday: it stays in the list of dead letters. */
const GIVE_UP_MS = 86_400_000;
const ATTEMPTS_KEPT = 20;
/** After about three minutes: perhaps the channel is well, and it is only this one that it chokes on. */
const STUCK_TRIES = 8;

/** How long to wait after so many tries; what the other side asked for counts, even where it is longer. */
export function retryDelay(tries: number, retryAfterMs: number | null): number {
  return Math.max(retryAfterMs ?? 0, Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, tries - 1)));
}

/** @param at when the try ended */
export function afterAttempt(d: Delivery, attempt: Attempt, at: EpochMs): Delivery {
  const { condition, tookMs } = attempt;
  const tries = d.tries + 1;
  const attempts = [...d.attempts, { at: attempt.at, tookMs, condition }].slice(-ATTEMPTS_KEPT);
  const tried = { ...d, tries, attempts, condition };
  if (condition === null) return { ...tried, status: 'delivered', deliveredAt: at };
  const dueAt = at + retryDelay(tries, attempt.retryAfterMs);
  const dead = attempt.permanent || dueAt - d.createdAt > GIVE_UP_MS;
  return { ...tried, dueAt, status: dead ? 'dead' : 'waiting' };
}

/** One that was given up, as somebody wants it tried again. After its first day one try decides. */
export function revived(d: Delivery, at: EpochMs): Delivery {
  return { ...d, status: 'waiting', tries: 0, dueAt: at };
}

/** What is not for any channel that there is. */
export function withoutChannel(d: Delivery): Delivery {
  return { ...d, status: 'dead', condition: 'no-channel' };
}

/** A channel's state: its deliveries in order, and the one that is passed by because perhaps the channel chokes on it alone. */
export interface Lane {
  queue: readonly Delivery[];
  passed: string | null;
  /** The channel has taken another one since. */
  proven: boolean;
}

export const emptyLane: Lane = { queue: [], passed: null, proven: false };

/** One that is there already is left alone. */
export function withDelivery(lane: Lane, d: Delivery): Lane {
  if (lane.queue.some((known) => known.id === d.id)) return lane;
  return { ...lane, queue: [...lane.queue, d].sort((a, b) => a.order - b.order) };
}

/** In order, each when it is due; but what is told of other incidents is not kept back for ever by one that is never taken. */
export function nextTry({ queue, passed }: Lane): Delivery | null {
  const stuck = queue.find((d) => d.id === passed);
  if (stuck === undefined) return queue[0] ?? null;
  const held = new Set(toldOf(stuck));
  const next = queue.find((d) => !toldOf(d).some((id) => held.has(id)));
  return next === undefined || stuck.dueAt < next.dueAt ? stuck : next;
}

const toldOf = (d: Delivery): string[] => [d.incidentId, ...d.bundled.map((b) => b.incidentId)];

/** @param tried as `afterAttempt` left it */
export function afterTry(lane: Lane, tried: Delivery, { condition, retryAfterMs }: Attempt): Lane {
  const queue = lane.queue.flatMap((d) => (d.id !== tried.id ? [d] : tried.status === 'waiting' ? [tried] : []));
  if (tried.status !== 'waiting' && tried.id === lane.passed) return { ...emptyLane, queue };
  if (condition === null) return { ...lane, queue, proven: lane.passed !== null };
  if (tried.id === lane.passed) return { ...lane, queue, proven: false };
  const isStuck = queue[0]?.id === tried.id && tried.tries >= STUCK_TRIES && retryAfterMs === null;
  if (lane.passed === null) return { queue, passed: isStuck ? tried.id : null, proven: false };
  // It took nothing since: the channel itself is down, and the order holds again.
  return lane.proven ? { ...lane, queue, proven: false } : { ...emptyLane, queue };
}
