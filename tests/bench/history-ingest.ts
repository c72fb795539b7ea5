/** Days of pings through bus, recorder, rows, keeper, chunks and rollups, as when it is live, for the benchmark of history. */
import type { Event, Fact } from '#contract';
import type { PingSample } from '../../server/domain/history/chunk';
import { defaultRetention } from '../../server/domain/history/retention';
import { DAY_MS } from '../../server/domain/history/rollup';
import { createEventBus } from '../../server/events/bus';
import { createKeeper } from '../../server/record/history/keeper';
import { BATCH_SIZE, createRecorder } from '../../server/record/recorder';
import { openStore } from '../../server/store/open';
import { createVirtualTime } from '../../server/time/virtual-time';
import { answered, configured, missed } from '../support/facts';
import { dayOfPings } from './history-material';

const HOUR_MS = 3_600_000;
const START = Math.floor(1_790_000_000_000 / DAY_MS) * DAY_MS;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const factOf = ({ observerId: _o, eventId: _e, v: _v, ...fact }: Event): Fact => fact;
const placeOf = (i: number) => ({ clusterKey: 'lab', nodeKey: `n${i}`, targetKey: `lab/n${i}/websocket` });

export interface Ingested {
  packed: number;
  steps: number;
  recordMs: number;
  packMs: number;
}

/** @param tidy what the database does by itself now and then, when hours do not pass in seconds */
export async function ingest(
  url: string,
  { targets, days }: { targets: number; days: number },
  tidy: () => Promise<void>,
): Promise<Ingested> {
  const time = createVirtualTime(START);
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const store = await openStore(url);
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });
  const { history } = store;
  const pseudonymOf = () => 'pseudonym:x';
  const keeper = createKeeper({ store: history, time, retention: defaultRetention, pseudonymOf, log: silent });
  await recorder.start();
  for (let i = 0; i < targets; i++) bus.publish(factOf(configured(START, placeOf(i))));
  let [recordMs, packMs] = [0, 0];
  for (let day = START; day < START + days * DAY_MS; day += DAY_MS) {
    const facts = factsOf(targets, day);
    let next = 0;
    for (let until = day + HOUR_MS; until <= day + DAY_MS; until += HOUR_MS) {
      time.stall(until - time.now());
      recordMs += await cpuMs(async () => {
        for (let fact = facts[next]; fact !== undefined && fact.at < until; fact = facts[next]) {
          bus.publish(fact.fact);
          next += 1;
          if (next % BATCH_SIZE === 0) await recorder.flush();
        }
        await recorder.flush();
      });
      packMs += await cpuMs(() => keeper.catchUp());
      await tidy();
    }
  }
  // Until nothing of it is fresh any more.
  time.stall(5 * HOUR_MS);
  packMs += await cpuMs(() => keeper.catchUp());
  await tidy();
  const { packed, steps } = keeper.stats();
  await recorder.stop();
  await store.close();
  return { packed, steps, recordMs, packMs };
}

function factsOf(targets: number, day: number): { at: number; fact: Fact }[] {
  const factOfPing = (i: number, { at, rttUs }: PingSample) =>
    factOf(rttUs === null ? missed(at, 1, placeOf(i)) : answered(at, rttUs / 1_000, placeOf(i)));
  return Array.from({ length: targets }, (_, i) =>
    dayOfPings(i, day).map((ping) => ({ at: ping.at, fact: factOfPing(i, ping) })),
  )
    .flat()
    .sort((a, b) => a.at - b.at);
}

/** What this process spent, and not what others do on the machine meanwhile. */
export async function cpuMs(run: () => Promise<void>): Promise<number> {
  const from = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000;
}
