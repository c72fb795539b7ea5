/** Agents through the recorder: numbered, folded and told like everything else, also over a restart, and at the size of a big centre. */
import { describe, expect, it } from 'vitest';
import { type Event, type Fact, foldAgent, type Recorded } from '#contract';
import { createEventBus } from '../../server/events/bus';
import { createRecorder } from '../../server/record/recorder';
import { openStore } from '../../server/store/open';
import { createVirtualTime, type VirtualTime } from '../../server/time/virtual-time';
import {
  CC,
  clusterNamed,
  connectedOn,
  does,
  groupOf,
  groupTold,
  judged,
  leaves,
  listed,
  lossOf,
  lossTold,
} from '../support/presence-facts';
import { tempDatabase } from '../support/temp-database';

const T = 1_700_000_000_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const factOf = ({ observerId: _o, eventId: _e, v: _v, ...fact }: Event): Fact => fact;

async function recorderOn(url: string, time: VirtualTime) {
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const store = await openStore(url);
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });
  const told: Recorded[] = [];
  recorder.onCommitted((events) => told.push(...events));
  await recorder.start();
  const tell = (...events: Event[]) => {
    for (const e of events) bus.publish(factOf(e));
  };
  return { store, recorder, told, tell };
}

describe('an agent', () => {
  it('is folded over a restart, and what it does gets a number that is told but not stored', async () => {
    const { url } = await tempDatabase();
    const time = createVirtualTime(T);
    const before = await recorderOn(url, time);
    before.tell(clusterNamed(T), listed(T, 'anna', '7'), judged(T, 'anna', '7', connectedOn('A', T)));
    await before.recorder.flush();
    before.tell(does(T + 1, 'anna', '7', 'READY'));
    await before.recorder.stop();
    await before.store.close();

    await time.advance(1_000);
    const after = await recorderOn(url, time);
    const known = after.recorder.documents().agent.get(`${CC}/anna`);
    expect(known).toMatchObject({ health: { kind: 'connected' }, state: 'READY' });
    // observer-started, three facts, the passing one, then the gap and the next start.
    expect(after.told.map((e) => [e.seq, e.type])).toEqual([
      [6, 'observer-gap'],
      [7, 'observer-started'],
    ]);
    after.tell(does(T + 1_001, 'anna', '7', 'TALKING'), listed(T + 1_002, 'anna', '8', '7'));
    await after.recorder.flush();
    const [stored] = await after.store.documents('agent', CC);
    expect(stored).toEqual(after.told.reduce(foldAgent, known));
    expect(stored).toMatchObject({ teamId: '8', state: 'TALKING', health: { kind: 'connected' } });
    expect((await after.store.eventsAfter(4, 10)).map((e) => e.seq)).toEqual([6, 7, 9]);
    await after.recorder.stop();
    await after.store.close();
  });

  it('that was never listed leaves no row, and one that left keeps its own', async () => {
    const { url } = await tempDatabase();
    const { store, recorder, tell } = await recorderOn(url, createVirtualTime(T));
    tell(judged(T, 'ghost', '7', connectedOn('A', T)), listed(T, 'anna', '7'), leaves(T, 'anna', '7'));
    await recorder.flush();
    expect((await store.documents('agent', null)).map((a) => [a.loginId, a.removed])).toEqual([['anna', true]]);
    expect(recorder.documents().agent.has(`${CC}/ghost`)).toBe(false);
    await recorder.stop();
    await store.close();
  });
});

it('a record that changes often in one batch is written once, as it was last', async () => {
  const { url } = await tempDatabase();
  const { store, recorder, tell } = await recorderOn(url, createVirtualTime(T));
  const loss = lossOf('d1', 'anna', '7', T);
  tell(clusterNamed(T), lossTold(T, loss), lossTold(T + 1, { ...loss, closedAt: T + 1 }));
  tell(groupTold(T, groupOf('g', null, T, T, 1)), groupTold(T, groupOf('g', null, T, T + 5, 7)));
  await recorder.flush();
  expect(await store.openDisconnects(CC)).toEqual([]);
  expect(await store.disconnectsSince(CC, 0)).toMatchObject([{ id: 'd1', closedAt: T + 1 }]);
  expect(await store.groupsSince(CC, 0)).toMatchObject([{ id: 'g', size: 7 }]);
  await recorder.stop();
  await store.close();
});

it('five thousand agents are all there after a restart', async () => {
  const { url } = await tempDatabase();
  const time = createVirtualTime(T);
  const first = await recorderOn(url, time);
  first.tell(clusterNamed(T), ...Array.from({ length: 5_000 }, (_, i) => listed(T, `agent${i}`, `${i % 250}`)));
  await first.recorder.stop();
  await first.store.close();
  const second = await recorderOn(url, time);
  expect(second.recorder.documents().agent.size).toBe(5_000);
  const board = await second.store.boardSnapshot({ clusterKey: null, teams: null, at: T });
  expect(board.agents).toHaveLength(5_000);
  await second.recorder.stop();
  await second.store.close();
});
