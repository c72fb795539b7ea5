/**
 * A process to be killed: records pings through the real recorder while the real keeper packs them. Prints `committed <sent at>`
 * after the commit of each ping and `packing` before each packing of an hour, synchronously.
 *
 * Arguments: database URL, the how-manieth run on it. A minute passes at once; it starts from where the last run cannot have been.
 */
import { writeSync } from 'node:fs';
import type { Event, Fact } from '#contract';
import { defaultRetention } from '../../../server/domain/history/retention';
import { DAY_MS } from '../../../server/domain/history/rollup';
import { createEventBus } from '../../../server/events/bus';
import { createKeeper } from '../../../server/record/history/keeper';
import { createRecorder } from '../../../server/record/recorder';
import { openStore } from '../../../server/store/open';
import { createVirtualTime } from '../../../server/time/virtual-time';
import { answered, configured } from '../../support/facts';

const [databaseUrl = '', run = '0'] = process.argv.slice(2);
const time = createVirtualTime(1_700_056_800_000 + Number(run) * DAY_MS, 77 + Number(run));
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const nobody = () => 'pseudonym:x';
const factOf = ({ observerId: _o, eventId: _e, v: _v, ...fact }: Event): Fact => fact;

const bus = createEventBus('local', time, (error) => {
  throw error;
});
const store = await openStore(databaseUrl);
const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });
recorder.onCommitted((events) => {
  const told = events.map((e) => (e.type === 'ping-answered' ? `committed ${e.sentAt}\n` : ''));
  writeSync(1, told.join(''));
});
await recorder.start();
bus.publish(factOf(configured(time.now())));
const history = {
  ...store.history,
  pack: (targetId: number, span: { from: number; to: number }) => {
    writeSync(1, 'packing\n');
    return store.history.pack(targetId, span);
  },
};
createKeeper({
  store: history,
  time,
  retention: { ...defaultRetention, freshHours: 0 },
  pseudonymOf: nobody,
  log: silent,
}).start();

for (;;) {
  bus.publish(factOf(answered(time.now(), 5 + time.random() * 10)));
  // The recorder's sign of life need not come every second of so long a minute.
  time.stall(59_000);
  await time.advance(1_000);
}
