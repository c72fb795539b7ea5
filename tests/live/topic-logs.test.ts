/** The stream of numbered batches: its rhythm, its memory, and that a page never has a gap or a double. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, isPassing, type Recorded, type SubscribeReply } from '#contract';
import { createTopicLogs, defaultLimits, type LogLimits, type TopicLogs } from '../../server/live/topic-logs';
import { doing, EPOCH, onBatch, onReply, type PageModel, pageFrom, pingOf, seqsOn, unlisted } from './support';

const A = 'lab/a/tcp';
const B = 'lab/b/tcp';

function told(batches: Batch[], topic = 'cluster:lab'): string[] {
  return batches
    .filter((b) => b.topic === topic)
    .map((b) => `(${b.after}, ${b.through}] ${b.events.map((e) => e.seq).join(' ')}`);
}

describe('the rhythm of batches', () => {
  it('lets the first change after quiet go at once, and the rest wait for 250 ms together', () => {
    const logs = createTopicLogs(EPOCH, 100, defaultLimits);
    logs.take([pingOf(A, 101)]);
    expect(told(logs.due(1_000))).toEqual(['(100, 101] 101']);

    logs.take([pingOf(A, 102)]);
    logs.take([pingOf(B, 103)]);
    expect(told(logs.due(1_100))).toEqual([]);
    expect(logs.nextDueAt()).toBe(1_250);
    expect(told(logs.due(1_250))).toEqual(['(101, 103] 102 103']);
    expect(logs.nextDueAt()).toBeNull();

    logs.take([pingOf(A, 104)]);
    expect(told(logs.due(9_000))).toEqual(['(103, 104] 104']);
  });

  it('keeps a rhythm of its own per topic', () => {
    const logs = createTopicLogs(EPOCH, 0, defaultLimits);
    logs.take([pingOf(A, 1)]);
    logs.due(0);
    logs.take([pingOf(B, 2)]);
    expect(told(logs.due(10), `target:${B}`)).toEqual(['(0, 2] 2']);
    expect(told(logs.due(250))).toEqual(['(1, 2] 2']);
  });
});

describe('joining the stream', () => {
  const join = (logs: TopicLogs, lastSeq: number, epoch = EPOCH, topic = 'cluster:lab') =>
    logs.join({ topic, lastSeq, epoch });

  it('gives what was missed, also what still waits for its batch, and the next batch continues there', () => {
    const logs = createTopicLogs(EPOCH, 100, defaultLimits);
    logs.take([pingOf(A, 101)]);
    logs.due(0);
    logs.take([pingOf(A, 102)]);
    const joined = join(logs, 100);
    expect(joined).toMatchObject({ status: 'ok', through: 100, missed: { after: 100, through: 102 } });
    expect(joined.status === 'ok' && joined.missed?.events.map((e) => e.seq)).toEqual([101, 102]);
  });

  it('answers a topic that was always quiet with what is committed, when the page is not older than we are', () => {
    const logs = createTopicLogs(EPOCH, 100, defaultLimits);
    logs.take([pingOf(A, 101)]);
    expect(join(logs, 100, EPOCH, 'observer')).toEqual({ status: 'ok', through: 101, missed: null });
    expect(join(logs, 99, EPOCH, 'observer')).toEqual({ status: 'resync' });
  });

  it('sends a page away that belongs to another database, is ahead of us, or is older than the ring', () => {
    const limits = { ...defaultLimits, perTopic: { events: 2, bytes: 1e6 } };
    const logs = createTopicLogs(EPOCH, 100, limits);
    for (const seq of [101, 102, 103]) {
      logs.take([pingOf(A, seq)]);
      logs.due(seq * 1_000);
    }
    expect(join(logs, 101).status).toBe('ok');
    expect(join(logs, 100).status).toBe('resync');
    expect(join(logs, 104).status).toBe('resync');
    expect(join(logs, 103, 'db-2').status).toBe('resync');
  });

  it('after a restart begins with what the database has, but not where passing events would be missing', () => {
    const logs = createTopicLogs(EPOCH, 103, defaultLimits, { after: 100, events: [pingOf(A, 101), unlisted(103)] });
    expect(join(logs, 100)).toMatchObject({ status: 'ok', missed: { after: 100, through: 103 } });
    expect(join(logs, 99).status).toBe('resync');
    for (const topic of ['agents:lab', 'team:lab/7', 'team:lab/8']) {
      expect(join(logs, 102, EPOCH, topic).status).toBe('resync');
      expect(join(logs, 103, EPOCH, topic)).toEqual({ status: 'ok', through: 103, missed: null });
    }
    logs.take([doing(104)]);
    expect(told(logs.due(1_000), 'team:lab/7')).toEqual(['(103, 104] 104']);
  });

  it('bounds the memory of all topics together, the oldest events first', () => {
    const one = JSON.stringify(pingOf(A, 1_000)).length;
    const logs = createTopicLogs(EPOCH, 0, {
      ...defaultLimits,
      perTopic: { events: 1e6, bytes: 1e9 },
      totalBytes: one * 40,
    });
    for (let seq = 1; seq <= 2_000; seq++) {
      logs.take([pingOf(`lab/n${seq % 50}/tcp`, seq)]);
      logs.due(seq * 1_000);
      expect(logs.bytes()).toBeLessThanOrEqual(one * 40);
    }
    expect(join(logs, 1_990).status).toBe('ok');
    expect(join(logs, 1_000).status).toBe('resync');
  });
});

const op = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('commit' as const),
      what: fc.array(fc.constantFrom(A, B, 'far/c/tcp', 'doing', 'unlisted'), { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 400 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('load' as const), page: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('subscribe' as const), page: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), page: fc.nat(2) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('read' as const), page: fc.nat(2), items: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);
type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;

interface Browser {
  page: PageModel | null;
  joined: boolean;
  inbox: (SubscribeReply | Batch)[];
}

const eventOf = (what: string, seq: number): Recorded =>
  what === 'doing' ? doing(seq) : what === 'unlisted' ? unlisted(seq) : pingOf(what, seq);
/** How many of its newest numbers a new gateway is given. */
const REMEMBERED = 6;

/**
 * A worker and three browsers on one topic; whatever happens, in whatever order. `told` is all that ever was numbered: the
 * database, from which a worker starts again, has no passing events.
 */
function play(
  ops: readonly Op[],
  limits: LogLimits,
  topic: string,
): { browsers: Browser[]; told: Recorded[]; resyncs: number } {
  const told: Recorded[] = [];
  const browsers: Browser[] = [0, 1, 2].map(() => ({ page: null, joined: false, inbox: [] }));
  let logs = createTopicLogs(EPOCH, 0, limits);
  let now = 0;
  let resyncs = 0;

  const deliver = () => {
    for (const batch of logs.due(now)) {
      for (const b of browsers) if (b.joined && batch.topic === topic) b.inbox.push(batch);
    }
  };
  const read = (b: Browser, items: number) => {
    for (const item of b.inbox.splice(0, items)) {
      if (b.page === null) continue;
      if ('status' in item) onReply(b.page, item);
      else onBatch(b.page, item);
      if (b.page.mustResync) {
        resyncs += 1;
        Object.assign(b, { page: null, joined: false, inbox: [] });
      }
    }
  };
  const subscribe = (b: Browser) => {
    if (b.page === null || b.joined) return;
    const reply = logs.join({ topic, lastSeq: b.page.lastSeq, epoch: EPOCH });
    if (reply.status === 'resync') {
      b.inbox.push({ status: 'resync', epoch: EPOCH, jitterMs: 0 });
      return;
    }
    b.joined = true;
    b.inbox.push({ status: 'ok', epoch: EPOCH, through: reply.through });
    if (reply.missed !== null) b.inbox.push(reply.missed);
  };
  const drop = (b: Browser) => Object.assign(b, { joined: false, inbox: [] });

  const run = (o: Op) => {
    const b = 'page' in o ? browsers[o.page] : undefined;
    if (o.do === 'commit') {
      const events = o.what.map((what, i) => eventOf(what, told.length + 1 + i));
      told.push(...events);
      logs.take(events);
      deliver();
    } else if (o.do === 'pass') {
      now += o.ms;
      deliver();
    } else if (o.do === 'restart') {
      const after = Math.max(0, told.length - REMEMBERED);
      const events = told.slice(after).filter((e) => !isPassing(e));
      logs = createTopicLogs(EPOCH, told.length, limits, { after, events });
      browsers.forEach(drop);
    } else if (b !== undefined) {
      if (o.do === 'load') Object.assign(b, { page: pageFrom(told.length), joined: false, inbox: [] });
      if (o.do === 'subscribe') subscribe(b);
      if (o.do === 'drop') drop(b);
      if (o.do === 'read') read(b, o.items);
    }
  };
  ops.forEach(run);
  // In the end everybody is connected and has read everything.
  for (const b of browsers) {
    for (let tries = 0; tries < 3; tries++) {
      read(b, Number.POSITIVE_INFINITY);
      if (b.page === null) Object.assign(b, { page: pageFrom(told.length), joined: false, inbox: [] });
      subscribe(b);
    }
  }
  run({ do: 'commit', what: [A, 'doing'] });
  run({ do: 'pass', ms: 1_000 });
  for (const b of browsers) read(b, Number.POSITIVE_INFINITY);
  return { browsers, told, resyncs };
}

describe('whatever happens', () => {
  const tight: LogLimits = {
    perTopic: { events: 3, bytes: 4_000 },
    perCluster: { events: 3, bytes: 4_000 },
    totalBytes: 8_000,
  };

  const topics = fc.constantFrom('cluster:lab', 'agents:lab', 'team:lab/7');

  it('a page holds exactly the events after its snapshot, each once and in order, or is sent for a new one', () => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 80, size: 'max' }), fc.boolean(), topics, (ops, roomy, topic) => {
        const { browsers, told } = play(ops, roomy ? defaultLimits : tight, topic);
        for (const { page } of browsers) {
          if (page !== null) expect(page.folded).toEqual(seqsOn(topic, told, page.snapshotSeq));
        }
        expect(browsers.filter((b) => b.page !== null).length).toBeGreaterThan(0);
      }),
      { numRuns: 1_500 },
    );
  });

  it('and nobody is sent away while the ring reaches back and the worker stays', () => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 80, size: 'max' }), topics, (ops, topic) => {
        const { resyncs } = play(
          ops.filter((o) => o.do !== 'restart'),
          defaultLimits,
          topic,
        );
        expect(resyncs).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
