/** What a killed process may leave of recorded and packed pings, told once for the tests and for the benchmark. */
import type { Event, Fact, Sample } from '#contract';
import { defaultRetention } from '../../../server/domain/history/retention';
import { DAY_MS, type Summary, summaryOf } from '../../../server/domain/history/rollup';
import { createEventBus } from '../../../server/events/bus';
import { createKeeper, type Keeper } from '../../../server/record/history/keeper';
import { createRecorder } from '../../../server/record/recorder';
import { openStore } from '../../../server/store/open';
import type { VirtualTime } from '../../../server/time/virtual-time';
import { answered, configured, missed, otherTarget, target } from '../../support/facts';

export const HOUR = 3_600_000;
/** 14:00 UTC on a Tuesday. */
export const T = 1_700_056_800_000;
export const keys = [target.targetKey, otherTarget.targetKey];
export type Store = Awaited<ReturnType<typeof openStore>>;

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export const factOf = ({ observerId: _o, eventId: _e, v: _v, ...fact }: Event): Fact => fact;

export function keeperOf(store: Store, time: VirtualTime): Keeper {
  const { history } = store;
  const pseudonymOf = () => 'pseudonym:x';
  return createKeeper({ store: history, time, retention: defaultRetention, pseudonymOf, log: silent, sparePages: 0 });
}

/** Two targets, three hours, a ping a minute, one in twenty missed; `late` records one more with a time of the first hour. */
export async function record(store: Store, time: VirtualTime) {
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });
  await recorder.start();
  bus.publish(factOf(configured(T)));
  bus.publish(factOf(configured(T, otherTarget)));
  for (let i = 0; i < 180; i++) {
    const at = T + i * 60_000;
    bus.publish(factOf(i % 20 === 7 ? missed(at) : answered(at, 10 + (i % 13))));
    bus.publish(factOf(answered(at + 1, 20 + (i % 7), otherTarget)));
  }
  await recorder.flush();
  return { recorder, late: () => bus.publish(factOf(answered(T + 61_500, 99))) };
}

export interface Told {
  samples: Sample[][];
  summaries: (Summary[] | null)[];
}

export async function readAll(url: string): Promise<Told> {
  const store = await openStore(url);
  const told: Told = { samples: [], summaries: [] };
  const spans = [
    { from: T, to: T + 6 * HOUR },
    { from: T - DAY_MS, to: T + DAY_MS },
  ];
  for (const key of keys) {
    told.samples.push(await store.samplesBetween(key, T, T + 6 * HOUR));
    told.summaries.push(await store.summariesOf(key, spans));
  }
  await store.close();
  return told;
}

/** What every resolution must say of these samples. */
export function expected(samples: Sample[][]): Told {
  const summary = (of: Sample[]) =>
    summaryOf(of.map(({ at, rttMs }) => ({ at, rttUs: rttMs === null ? null : Math.round(rttMs * 1_000) })));
  return { samples, summaries: samples.map((of) => [summary(of), summary(of)]) };
}
