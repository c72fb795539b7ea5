/** What is fetched while a view moves: one question when it rests, nothing twice, and never an old answer over a newer one. */
import { expect, test } from 'vitest';
import type { TargetSeries } from '#contract';
import { createLoader } from '../../../components/history/loader';
import type { SeriesAsked } from '../../../components/live/api';
import { createVirtualTime } from '../../../server/time/virtual-time';

const asked = (from: number): SeriesAsked => ({
  ...{ target: 'a/b/tcp', from, to: from + 100, points: 600, zone: 'UTC', earlierDays: 0 },
});

const seriesOf = ({ target, from, to }: SeriesAsked): TargetSeries => {
  const whole = { from, to, count: 0, misses: 0, minMs: null, maxMs: null, meanMs: null, p50Ms: null, p95Ms: null };
  const tally = { upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintainedMs: 0 };
  return {
    ...{ target, from, to, zone: 'UTC', source: 'samples', stepMs: null, points: [], whole, tally },
    ...{ statuses: [], marks: [], notes: [], connects: [] },
  };
};

function setUp() {
  const time = createVirtualTime(0);
  const log: string[] = [];
  const answers = new Map<number, (series: TargetSeries | null) => void>();
  const loader = createLoader<SeriesAsked, TargetSeries>(time, (a) => {
    log.push(`ask ${a.from}`);
    return new Promise((resolve) => answers.set(a.from, resolve));
  });
  loader.onChange(() =>
    log.push(
      `${loader.shown().status} ${loader
        .shown()
        .series.map((s) => s.from)
        .join()}`,
    ),
  );
  const answer = async (from: number, series: TargetSeries | null = seriesOf(asked(from))) => {
    answers.get(from)?.(series);
    await time.advance(0);
  };
  return { time, log, loader, answer };
}

test('a gesture of many steps asks once, when it is over', async () => {
  const { time, log, loader, answer } = setUp();
  for (let step = 1; step <= 20; step++) {
    loader.ask([asked(step)], 'moving');
    await time.advance(100);
  }
  expect(log).toEqual([]);
  await time.advance(300);
  await answer(20);
  expect(log).toEqual(['ask 20', 'ready 20']);
});

test('an answer that comes too late is not shown', async () => {
  const { time, log, loader, answer } = setUp();
  loader.ask([asked(1)], 'now');
  await time.advance(0);
  loader.ask([asked(2)], 'now');
  await time.advance(0);
  await answer(2);
  await answer(1);
  expect(log).toEqual(['ask 1', 'ask 2', 'ready 2']);
});

test('going back asks nobody, and what is kept is bounded', async () => {
  const { time, log, loader, answer } = setUp();
  for (let n = 1; n <= 200; n++) {
    loader.ask([asked(n)], 'now');
    await time.advance(0);
    await answer(n);
  }
  log.length = 0;
  loader.ask([asked(199)], 'now');
  await time.advance(0);
  expect(log).toEqual(['ready 199']);
  loader.ask([asked(1)], 'now');
  await time.advance(0);
  expect(log.at(-1)).toBe('ask 1');
});

test('while one is awaited the last one stays, and after a failure the same can be asked again', async () => {
  const { time, log, loader, answer } = setUp();
  loader.ask([asked(1)], 'now');
  await time.advance(0);
  await answer(1);
  loader.ask([asked(2)], 'now');
  await time.advance(0);
  await answer(2, null);
  loader.ask([asked(2)], 'now');
  await time.advance(0);
  await answer(2);
  expect(log).toEqual(['ask 1', 'ready 1', 'waiting 1', 'ask 2', 'failed 1', 'waiting 1', 'ask 2', 'ready 2']);
});

test('what came with the page is shown at once and not asked for, and what is asked for again says nothing', async () => {
  const time = createVirtualTime(0);
  const log: string[] = [];
  const loader = createLoader<SeriesAsked, TargetSeries>(
    time,
    async (a) => {
      log.push(`ask ${a.from}`);
      return seriesOf(a);
    },
    [{ asked: asked(1), series: seriesOf(asked(1)) }],
  );
  loader.onChange(() => log.push(loader.shown().status));
  expect(loader.shown().series.map((s) => s.from)).toEqual([1]);
  loader.ask([asked(1)], 'now');
  await time.advance(1_000);
  loader.ask([asked(2)], 'refresh');
  await time.advance(1_000);
  expect(log).toEqual(['ask 2', 'ready']);
  expect(loader.shown().series.map((s) => s.from)).toEqual([2]);
});
