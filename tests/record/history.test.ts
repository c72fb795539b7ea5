/** A history written through the recorder on a virtual clock, read back by pages: what the demo's warm-up does. */
import { expect, it } from 'vitest';
import type { Event, Fact } from '#contract';
import { createEventBus } from '../../server/events/bus';
import { createRecorder } from '../../server/record/recorder';
import { openStore } from '../../server/store/open';
import { createVirtualTime, type VirtualTime } from '../../server/time/virtual-time';
import { answered, configured, connected, missed, noAnswer, otherTarget, phase, target } from '../support/facts';
import { tempDatabase } from '../support/temp-database';

const T = 1_700_000_000_000;
const MINUTE = 60_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const factOf = ({ observerId: _o, eventId: _e, v: _v, ...fact }: Event): Fact => fact;

async function recorderOn(url: string, time: VirtualTime) {
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const store = await openStore(url);
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });
  await recorder.start();
  const tell = (event: Event) => bus.publish(factOf(event));
  return { store, recorder, tell };
}

it('two hours of pings, an outage and a restart come back as they were', async () => {
  const { url } = await tempDatabase();
  const time = createVirtualTime(T);
  const { store, recorder, tell } = await recorderOn(url, time);
  tell(configured(T));
  tell(configured(T, otherTarget));
  tell(phase(T, 'connecting', 'online'));
  for (let minute = 0; minute < 120; minute++) {
    for (let s = 0; s < 60; s += 2) {
      time.advanceSync(2_000);
      const down = minute >= 60 && minute < 65;
      tell(down ? missed(time.now()) : answered(time.now(), 12.5));
      tell(answered(time.now(), 3.25, otherTarget));
    }
    if (minute === 59) tell(phase(time.now(), 'online', 'backoff', noAnswer));
    if (minute === 64) {
      tell(connected(time.now() - 100, time.now()));
      tell(phase(time.now(), 'connecting', 'online'));
    }
    if (minute % 10 === 0) await recorder.flush();
  }
  await recorder.flush();
  const end = time.now();
  const before = recorder.state(target.targetKey);
  await recorder.stop();
  await store.close();

  time.stall(30_000);
  const again = await recorderOn(url, time);
  expect(again.recorder.state(target.targetKey)).toEqual(before);
  const page = await again.store.targetSnapshot(target.targetKey, time.now(), 3 * 60 * MINUTE);
  expect(page?.samples).toHaveLength(3600);
  expect(page?.samples.filter((s) => s.rttMs === null)).toHaveLength(150);
  expect(
    page?.intervals.map((i) => [i.phase, (i.from - T) / MINUTE, i.to === null ? null : (i.to - T) / MINUTE]),
  ).toEqual([
    ['online', 0, 60],
    ['backoff', 60, 65],
    ['online', 65, 120],
    ['unknown', 120, 120.5],
    ['online', 120.5, null],
  ]);
  expect(page?.connects).toHaveLength(1);
  expect(await again.store.samplesBetween(otherTarget.targetKey, end - 10_000, end)).toHaveLength(5);
  await again.recorder.stop();
  await again.store.close();
});
