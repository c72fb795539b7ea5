/**
 * A process that kills itself with SIGKILL before the n-th statement that writes: it packs what is ripe, records a late ping and packs
 * that; or it prunes. Ends with 0 when it came to its end before.
 *
 * Arguments: database URL, n, `pack` or `prune`.
 */
import Database from 'better-sqlite3';
import { DAY_MS } from '../../../server/domain/history/rollup';
import { createEventBus } from '../../../server/events/bus';
import { createRecorder } from '../../../server/record/recorder';
import { openStore } from '../../../server/store/open';
import { createVirtualTime } from '../../../server/time/virtual-time';
import { answered } from '../../support/facts';
import { factOf, HOUR, keeperOf, T } from './kill-story';

const [url = '', n = '1', what = 'pack'] = process.argv.slice(2);
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const time = createVirtualTime(what === 'pack' ? T + 8 * HOUR : T + 40 * DAY_MS, 99);
const store = await openStore(url);
const bus = createEventBus('local', time, (error) => {
  throw error;
});
const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });

const probe = new Database(':memory:');
const statement: { run: (...args: unknown[]) => unknown } = Object.getPrototypeOf(probe.prepare('SELECT 1'));
const original = statement.run;
let left = Number(n);
statement.run = function (this: unknown, ...args: unknown[]) {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  return original.apply(this, args);
};

const keeper = keeperOf(store, time);
await keeper.catchUp();
if (what === 'pack') {
  await recorder.start();
  bus.publish(factOf(answered(T + 61_500, 99)));
  await recorder.flush();
  await keeper.catchUp();
  await recorder.stop();
}
await store.close();
