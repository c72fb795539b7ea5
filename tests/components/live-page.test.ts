/** A page's story with the stream: it folds what follows, skips what it knows, and asks anew when something is missing. */
import { expect, test } from 'vitest';
import type { Batch, Recorded, SubscribeReply, SubscribeRequest } from '#contract';
import type { LinkListener } from '../../components/live/link';
import { createLivePage } from '../../components/live/live-page';
import { createVirtualTime } from '../../server/time/virtual-time';
import { answered } from '../support/facts';

const EPOCH = 'database-1';
const TOPIC = 'cluster:lab';

interface Snapshot {
  epoch: string;
  lastSeq: number;
}

/** A page whose model is the list of the seqs that it has seen, and a link that is moved by hand. */
function openPage(snapshots: (Snapshot | null)[] = []) {
  const time = createVirtualTime(0);
  const log: string[] = [];
  let listener: LinkListener | null = null;
  let reply = (request: SubscribeRequest): SubscribeReply | null => ({
    status: 'ok',
    epoch: request.epoch,
    through: request.lastSeq,
  });
  const link = {
    attach(l: LinkListener) {
      listener = l;
      return () => {
        listener = null;
      };
    },
    async request(request: SubscribeRequest) {
      log.push(`subscribe ${request.topic} after ${request.lastSeq}`);
      return reply(request);
    },
    leave: (topic: string) => void log.push(`leave ${topic}`),
  };
  const spec = {
    model: (s: Snapshot) => [`snapshot ${s.lastSeq}`],
    topics: () => [TOPIC],
    fold: (model: string[], events: readonly Recorded[]) => [...model, ...events.map((e) => `${e.seq}`)],
    outdated: (model: string[]) => model.includes('99'),
    async load() {
      log.push('load');
      return snapshots.shift() ?? null;
    },
  };
  const page = createLivePage(spec, { epoch: EPOCH, lastSeq: 10 }, link, time);
  let told = 0;
  page.onChange(() => {
    told += 1;
  });
  const stop = page.start();
  return {
    page,
    time,
    log,
    stop,
    told: () => told,
    open: () => listener?.opened(),
    answer(next: typeof reply) {
      reply = next;
    },
    batch(after: number, through: number, seqs: number[], epoch = EPOCH) {
      const events: Batch['events'] = seqs.map((seq) => ({ ...answered(seq, 5), seq }));
      listener?.batch({ topic: TOPIC, epoch, after, through, events });
    },
  };
}

test('batches that follow are folded in order', async () => {
  const p = openPage();
  p.open();
  await p.time.advance(0);
  p.batch(10, 12, [11, 12]);
  p.batch(12, 20, [15]);
  expect(p.page.model()).toEqual(['snapshot 10', '11', '12', '15']);
  expect(p.log).toEqual([`subscribe ${TOPIC} after 10`]);
});

test('what is known already is skipped, also inside a batch that the snapshot cut in two', async () => {
  const p = openPage();
  p.batch(5, 9, [7, 9]);
  p.batch(8, 12, [9, 10, 11, 12]);
  expect(p.page.model()).toEqual(['snapshot 10', '11', '12']);
});

test('a hole in the numbers leads to a new snapshot after a random wait, and nothing is folded until then', async () => {
  const p = openPage([{ epoch: EPOCH, lastSeq: 40 }]);
  p.batch(15, 20, [18]);
  p.batch(20, 21, [21]);
  expect(p.page.model()).toEqual(['snapshot 10']);
  await p.time.advance(1_000);
  expect(p.page.model()).toEqual(['snapshot 40']);
  expect(p.log).toEqual(['load', `subscribe ${TOPIC} after 40`]);
  p.batch(39, 42, [40, 41, 42]);
  expect(p.page.model()).toEqual(['snapshot 40', '41', '42']);
});

test('another database leads to a new snapshot', async () => {
  const p = openPage([{ epoch: 'database-2', lastSeq: 3 }]);
  p.batch(10, 11, [11], 'database-2');
  await p.time.advance(1_000);
  p.batch(3, 4, [4], 'database-2');
  expect(p.page.model()).toEqual(['snapshot 3', '4']);
});

test('after a break the page asks for what it missed from where it is', async () => {
  const p = openPage();
  p.batch(10, 12, [11]);
  p.open();
  await p.time.advance(0);
  expect(p.log).toEqual([`subscribe ${TOPIC} after 12`]);
});

test('a gateway that no longer has what was missed sends the page for a snapshot, within the jitter that it names', async () => {
  const p = openPage([{ epoch: EPOCH, lastSeq: 70 }]);
  p.answer((r) =>
    r.lastSeq < 70 ? { status: 'resync', epoch: EPOCH, jitterMs: 5_000 } : { status: 'ok', epoch: EPOCH, through: 70 },
  );
  p.open();
  await p.time.advance(5_000);
  expect(p.log).toEqual([`subscribe ${TOPIC} after 10`, 'load', `subscribe ${TOPIC} after 70`]);
});

test('a quiet topic that the gateway confirms further on needs no snapshot when it speaks again', async () => {
  const p = openPage();
  p.answer(() => ({ status: 'ok', epoch: EPOCH, through: 30 }));
  p.open();
  await p.time.advance(0);
  p.batch(30, 31, [31]);
  expect(p.page.model()).toEqual(['snapshot 10', '31']);
});

test('a snapshot that cannot be had is tried for again, ever more slowly', async () => {
  const p = openPage([null, null, { epoch: EPOCH, lastSeq: 50 }]);
  p.batch(11, 12, [12]);
  await p.time.advance(60_000);
  expect(p.log.filter((l) => l === 'load')).toHaveLength(3);
  expect(p.page.model()).toEqual(['snapshot 50']);
});

test('a model that says it is outdated is replaced', async () => {
  const p = openPage([{ epoch: EPOCH, lastSeq: 99 }]);
  p.batch(10, 99, [99]);
  await p.time.advance(1_000);
  expect(p.page.model()).toEqual(['snapshot 99']);
});

test('many batches in a moment are one redraw or two, the first at once', async () => {
  const p = openPage();
  for (let seq = 11; seq <= 30; seq++) p.batch(seq - 1, seq, [seq]);
  expect(p.told()).toBe(1);
  await p.time.advance(100);
  expect(p.told()).toBe(2);
});

test('a page that was left neither loads nor folds', async () => {
  const p = openPage([{ epoch: EPOCH, lastSeq: 40 }]);
  p.batch(15, 20, [18]);
  p.stop();
  await p.time.advance(10_000);
  expect(p.log).toEqual([`leave ${TOPIC}`]);
});

test('a subscription without an answer is asked for again, for a page must not look live and stand still', async () => {
  const p = openPage();
  p.answer(() => null);
  p.open();
  await p.time.advance(1_999);
  expect(p.log).toHaveLength(1);
  p.answer(() => ({ status: 'ok', epoch: EPOCH, through: 30 }));
  await p.time.advance(60_000);
  expect(p.log).toEqual([`subscribe ${TOPIC} after 10`, `subscribe ${TOPIC} after 10`]);
  p.batch(30, 31, [31]);
  expect(p.page.model()).toEqual(['snapshot 10', '31']);
});
