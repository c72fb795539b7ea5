/** How much a server is asked of: requests and bytes in the last minute against a budget, and how often each thing is polled. */
import type { EpochMs } from '#contract';

export interface LoadBudget {
  requestsPerMinute: number;
  /** Both directions, headers included. */
  bytesPerMinute: number;
}

export const defaultLoadBudget: LoadBudget = { requestsPerMinute: 60, bytesPerMinute: 16 * 1024 * 1024 };

interface Spent {
  at: EpochMs;
  requests: number;
  bytes: number;
}

/** What was spent in the last minute, oldest first, by the second. */
export type Load = readonly Spent[];

export const noLoad: Load = [];

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** Adds what was spent; requests are booked when they are sent, bytes when they are known. */
export function spend(load: Load, at: EpochMs, spent: { requests?: number; bytes?: number }): Load {
  const { requests = 0, bytes = 0 } = spent;
  const second = at - (at % SECOND_MS);
  const kept = load.filter((entry) => counts(entry, at));
  const last = kept.at(-1);
  if (last === undefined || last.at < second) return [...kept, { at: second, requests, bytes }];
  return [...kept.slice(0, -1), { at: last.at, requests: last.requests + requests, bytes: last.bytes + bytes }];
}

/** What counts at that moment. */
export function loadAt(load: Load, at: EpochMs): { requests: number; bytes: number } {
  const counted = load.filter((entry) => counts(entry, at));
  return {
    requests: counted.reduce((sum, entry) => sum + entry.requests, 0),
    bytes: counted.reduce((sum, entry) => sum + entry.bytes, 0),
  };
}

export type Allowance =
  /** `bytes`: what the answer may cost at most. */
  { allowed: true; bytes: number } | { allowed: false; freeAt: EpochMs };

/** Whether one more request fits, and how large its answer may be. */
export function allowanceAt(load: Load, budget: LoadBudget, at: EpochMs): Allowance {
  const { requests, bytes } = loadAt(load, at);
  if (requests < budget.requestsPerMinute && bytes < budget.bytesPerMinute) {
    return { allowed: true, bytes: budget.bytesPerMinute - bytes };
  }
  let left = { requests, bytes };
  for (const entry of load.filter((one) => counts(one, at))) {
    left = { requests: left.requests - entry.requests, bytes: left.bytes - entry.bytes };
    if (left.requests < budget.requestsPerMinute && left.bytes < budget.bytesPerMinute) {
      return { allowed: false, freeAt: endOf(entry) };
    }
  }
  return { allowed: false, freeAt: at + MINUTE_MS };
}

/** An entry is of a whole second: it counts until its last millisecond is a minute old. */
const endOf = (entry: Spent): EpochMs => entry.at + SECOND_MS + MINUTE_MS;
const counts = (entry: Spent, at: EpochMs): boolean => at < endOf(entry);

export type Polled = 'system-info' | 'connected-users' | 'performance';

/** Cisco's own rates (FINESSE §11): nobody polls faster. */
export const pollPeriodsMs: Readonly<Record<Polled, number>> = {
  'system-info': 20_000,
  'connected-users': 10_000,
  performance: 60_000,
};

/** Answers that take longer than this say that the server has other things to do. */
export const SLOW_ANSWER_MS = 1_000;
/** FINESSE §7: a failover takes up to two minutes. */
export const RECOVERING_MS = 120_000;

export type Service = 'unknown' | 'in-service' | 'out-of-service' | 'recovering';

/** @param returnedAt when it came back IN_SERVICE after an outage that we saw; null: none seen */
export function serviceOf(status: string | null, returnedAt: EpochMs | null, at: EpochMs): Service {
  if (status === null) return 'unknown';
  if (status !== 'IN_SERVICE') return 'out-of-service';
  return returnedAt !== null && at < returnedAt + RECOVERING_MS ? 'recovering' : 'in-service';
}

export interface PollPlan {
  afterMs: number;
  /** ConnectedUsersInfo: whether the details are asked for, or the summary only. */
  details: boolean;
}

/**
 * When to ask next, and for how much: half as often after a slow answer, or while the side is out of service or recovering.
 * SystemInfo slows down for slow answers only: it is what tells of the return, and desktops ask as often (FINESSE §7).
 * @param tookMs of the last answer, or the time given up after; null: not asked yet
 */
export function planPoll(what: Polled, tookMs: number | null, service: Service): PollPlan {
  const troubled = service === 'out-of-service' || service === 'recovering';
  const slow = tookMs !== null && tookMs > SLOW_ANSWER_MS;
  const half = slow || (troubled && what !== 'system-info');
  return { afterMs: pollPeriodsMs[what] * (half ? 2 : 1), details: !troubled };
}
