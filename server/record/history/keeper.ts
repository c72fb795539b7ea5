/** Keeps history small beside the recording: packing first, then pruning, step by step behind one alarm. */
import type { EpochMs } from '#contract';
import type { Log } from '../../config/log';
import type { PseudonymOf } from '../../domain/history/forget';
import type { Retention } from '../../domain/history/retention';
import type { HistoryStore } from '../../store/history/port';
import { StoreError } from '../../store/store-error';
import { createAlarm, type Time, wallNow } from '../../time/time';
import type { Chore } from './chore';
import { createJanitor } from './janitor';
import { createPacker } from './packer';
import { createSummer } from './summer';

/** Nothing to do: when to look again. */
export const LOOK_AGAIN_MS = 60_000;
/** A start has more urgent things to do. */
const FIRST_LOOK_MS = 10_000;
/** Between two steps the thread is the recorder's for this long, and four times as long as the last step took. */
const PAUSE_MS = 20;
const PAUSE_FACTOR = 4;
const AFTER_REFUSAL_MS = 5_000;

export interface KeeperOptions {
  store: HistoryStore;
  time: Time;
  retention: Retention;
  /** What a login becomes once its name has to go. */
  pseudonymOf: PseudonymOf;
  log: Log;
  /** While false, nothing is done: the recorder has trouble enough. */
  mayWrite?: () => boolean;
  sparePages?: number;
}

/** What was done since the start, for metrics. */
export interface KeeperStats {
  packed: number;
  /** Minutes of counts. */
  summed: number;
  pruned: number;
  steps: number;
  refusals: number;
  longestStepMs: number;
  /** On the wall clock; null: no step succeeded yet. */
  lastSuccessAtMs: EpochMs | null;
  /** How much longer than it should the oldest sample has been a row. */
  behindMs: number;
}

export interface Keeper {
  start(): void;
  /** Resolves when the step under way is over. */
  stop(): Promise<void>;
  /** How long is kept what, from the next step on. */
  setRetention(retention: Retention): void;
  stats(): KeeperStats;
  /** Does everything that there is to do by now, without pauses: for seeding and tests. Throws `StoreError`. */
  catchUp(): Promise<void>;
}

export function createKeeper(options: KeeperOptions): Keeper {
  const { store, time, pseudonymOf, log, mayWrite = () => true } = options;
  let packer = packerFor(options.retention);
  const summer = createSummer(store);
  let janitor = janitorFor(options.retention);
  const stats: KeeperStats = {
    packed: 0,
    summed: 0,
    pruned: 0,
    steps: 0,
    refusals: 0,
    longestStepMs: 0,
    lastSuccessAtMs: null,
    behindMs: 0,
  };
  const alarm = createAlarm(time, () => void wake());
  let running = false;
  let underWay: Promise<void> = Promise.resolve();
  /** Refusals in a row. */
  let refused = 0;

  function packerFor({ freshHours }: Retention): Chore {
    return createPacker(store, freshHours * 3_600_000);
  }

  function janitorFor(retention: Retention): Chore {
    return createJanitor(store, retention, pseudonymOf, options.sparePages);
  }

  async function wake(): Promise<void> {
    underWay = stepAndRest();
    await underWay;
  }

  async function stepAndRest(): Promise<void> {
    const restMs = mayWrite() ? await attempt() : LOOK_AGAIN_MS;
    if (running) alarm.set(time.now() + Math.ceil(restMs));
  }

  /** Returns how long to rest afterwards, ms. */
  async function attempt(): Promise<number> {
    const before = time.monoMs();
    try {
      const more = await step(wallNow(time));
      refused = 0;
      stats.lastSuccessAtMs = wallNow(time);
      const tookMs = time.monoMs() - before;
      stats.longestStepMs = Math.max(stats.longestStepMs, tookMs);
      return more ? Math.max(PAUSE_MS, PAUSE_FACTOR * tookMs) : LOOK_AGAIN_MS;
    } catch (error) {
      refused += 1;
      stats.refusals += 1;
      packer.forget();
      summer.forget();
      janitor.forget();
      const kind = error instanceof StoreError ? error.kind : 'bug';
      if (refused === 1 || refused % 100 === 0)
        log.error(
          { err: error, kind, refused },
          'history could not be packed or pruned; samples stay rows until it can',
        );
      return Math.min(LOOK_AGAIN_MS, AFTER_REFUSAL_MS * refused);
    }
  }

  async function step(now: EpochMs): Promise<boolean> {
    const packed = await one(packer, now);
    stats.packed += packed.done;
    stats.behindMs = packed.behindMs ?? 0;
    if (packed.more) return true;
    const summed = await one(summer, now);
    stats.summed += summed.done;
    if (summed.more) return true;
    const pruned = await one(janitor, now);
    stats.pruned += pruned.done;
    return pruned.more;
  }

  function one(chore: Chore, now: EpochMs): ReturnType<Chore['step']> {
    stats.steps += 1;
    return chore.step(now);
  }

  return {
    start() {
      running = true;
      alarm.set(time.now() + FIRST_LOOK_MS);
    },
    async stop() {
      running = false;
      alarm.set(null);
      await underWay;
    },
    setRetention(retention) {
      packer = packerFor(retention);
      janitor = janitorFor(retention);
    },
    stats: () => ({ ...stats }),
    async catchUp() {
      while (await step(wallNow(time)));
    },
  };
}
