/**
 * A process to be killed: records random events through the real recorder until then. Prints a line `published` before and
 * `seq eventId` after each commit, synchronously, so that whoever reads knows what was acknowledged.
 *
 * Arguments: database URL, seed.
 */
import { writeSync } from 'node:fs';
import type { Event, Fact } from '#contract';
import { createEventBus } from '../../server/events/bus';
import { createRecorder } from '../../server/record/recorder';
import { openStore } from '../../server/store/open';
import { createSystemTime } from '../../server/time/system-time';
import { mulberry32 } from '../../server/time/virtual-time';
import { answered, configured, connected, lost, missed, phase } from './facts';

const [databaseUrl = '', seed = '1'] = process.argv.slice(2);
const random = mulberry32(Number(seed));
const time = createSystemTime();
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const bus = createEventBus('local', time, (error) => {
  throw error;
});
const store = await openStore(databaseUrl);
const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });
recorder.onCommitted((events) => writeSync(1, events.map((e) => `${e.seq} ${e.eventId}\n`).join('')));
await recorder.start();
bus.publish(factOf(configured(time.now())));
scatter();

/** Bursts of 0 to 40 events, 0 to 20 ms apart: commits are nearly always under way. */
function scatter(): void {
  const burst = Math.floor(random() * 40);
  for (let i = 0; i < burst; i++) bus.publish(factOf(anyEvent(time.now())));
  writeSync(1, 'published\n');
  time.after(random() * 20, scatter);
}

function anyEvent(at: number): Event {
  const pick = random();
  if (pick < 0.85) return { ...answered(at, Math.floor(random() * 40_000) / 1000), at };
  if (pick < 0.95) return { ...missed(at), at };
  if (pick < 0.97) return phase(at, 'online', 'backoff');
  if (pick < 0.99) return connected(at - 20, at);
  return lost(at);
}

function factOf({ observerId: _observerId, eventId: _eventId, v: _v, ...fact }: Event): Fact {
  return fact;
}
