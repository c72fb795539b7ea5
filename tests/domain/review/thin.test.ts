/** Few marks for many facts: nothing bad vanishes, nothing is told twice. */
import { describe, expect, test } from 'vitest';
import type { HistorySpan } from '#contract';
import { columnsOf } from '../../../server/domain/review/connects';
import { marksOf } from '../../../server/domain/review/marks';
import { thinnedSpans } from '../../../server/domain/review/thin';
import { configured, connected, lost } from '../../support/facts';

const range = { from: 0, to: 1_000_000 };

describe('thinned spans', () => {
  const flapping: HistorySpan[] = Array.from({ length: 2_000 }, (_, i) => ({
    from: i * 500,
    to: i * 500 + 500,
    status: i % 2 === 0 ? 'up' : i === 777 ? 'down' : 'degraded',
  }));

  test('are the same while they are few', () => {
    expect(thinnedSpans(flapping.slice(0, 10), range, 10)).toEqual(flapping.slice(0, 10));
  });

  test('keep the worst, touch, and cover the range', () => {
    const thin = thinnedSpans(flapping, range, 100);
    expect(thin.length).toBeLessThanOrEqual(100);
    expect(thin.find((s) => s.status === 'down')).toEqual({ from: 380_000, to: 390_000, status: 'down' });
    expect([thin[0]?.from, thin.at(-1)?.to]).toEqual([0, 1_000_000]);
    for (const [i, span] of thin.entries()) if (i > 0) expect(span.from).toBe(thin[i - 1]?.to);
  });
});

describe('marks', () => {
  test('one stands for all of its kind in a slot', () => {
    const marks = marksOf([lost(10), lost(20), connected(25, 30), lost(999_999)], range, 10);
    expect(marks.map((m) => `${m.at} ${m.kind} ${m.count}`)).toEqual(['10 lost 2', '30 connected 1', '999999 lost 1']);
  });

  test('a configuration that is told again is no change', () => {
    const again = [configured(-5), configured(100), { ...configured(200), address: 'ws://elsewhere' }, configured(300)];
    expect(marksOf(again, range, 10_000).map((m) => m.at)).toEqual([200, 300]);
  });
});

test('of the connects of a slot, the slowest is shown and all are counted', () => {
  const columns = columnsOf(
    [connected(0, 80), { ...connected(100, 400), outcome: 'failed' as const }, connected(500_000, 500_010)],
    range,
    10,
  );
  expect(columns.map((c) => [c.at, c.tookMs, c.count, c.failed])).toEqual([
    [400, 300, 2, 1],
    [500_010, 10, 1, 0],
  ]);
});
