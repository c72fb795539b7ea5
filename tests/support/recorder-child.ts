/**
 * A process to be killed: records random events through the real recorder until then. Prints a line `published` before and
 * `seq eventId` after each commit, synchronously, so that whoever reads knows what was acknowledged.
 *
 * Arguments: database URL, seed, and optionally `agents`: then half of the events are about fifty agents, some of them passing ones.
 */
import { writeSync } from 'node:fs';
import type { Event, Fact } from '#contract';
import { createEventBus } from '../../server/events/bus';
import { createRecorder } from '../../server/record/recorder';
import { openStore } from '../../server/store/open';
import { createSystemTime } from '../../server/time/system-time';
import { mulberry32 } from '../../server/time/virtual-time';
import { answered, configured, connected, lost, missed, phase } from './facts';
import { atRiskOn, clusterNamed, connectedOn, does, judged, listed, lossOf, lossTold } from './presence-facts';

const [databaseUrl = '', seed = '1', about = 'targets'] = process.argv.slice(2);
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
if (about === 'agents') bus.publish(factOf(clusterNamed(time.now())));
scatter();

/** Bursts of 0 to 40 events, 0 to 20 ms apart: commits are nearly always under way. */
function scatter(): void {
  const burst = Math.floor(random() * 40);
  for (let i = 0; i < burst; i++) bus.publish(factOf(anyEvent(time.now())));
  writeSync(1, 'published\n');
  time.after(random() * 20, scatter);
}

function anyEvent(at: number): Event {
  if (about === 'agents' && random() < 0.5) return ofAgent(at);
  const pick = random();
  if (pick < 0.85) return { ...answered(at, Math.floor(random() * 40_000) / 1000), at };
  if (pick < 0.95) return { ...missed(at), at };
  if (pick < 0.97) return phase(at, 'online', 'backoff');
  if (pick < 0.99) return connected(at - 20, at);
  return lost(at);
}

function ofAgent(at: number): Event {
  const [pick, login, team] = [random(), `agent${Math.floor(random() * 50)}`, `${Math.floor(random() * 5)}`];
  if (pick < 0.2) return listed(at, login, team);
  if (pick < 0.6) return does(at, login, team, pick < 0.4 ? 'READY' : 'TALKING');
  if (pick < 0.9) return judged(at, login, team, pick < 0.8 ? connectedOn('A', at) : atRiskOn('A', at));
  return lossTold(at, lossOf(`loss-${login}`, login, team, at, { closedAt: pick < 0.95 ? at : null }));
}

function factOf({ observerId: _observerId, eventId: _eventId, v: _v, ...fact }: Event): Fact {
  return fact;
}
