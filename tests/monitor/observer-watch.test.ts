import { expect, test } from 'vitest';
import type { Fact } from '#contract';
import { watchObserver } from '../../server/monitor/observer-watch';
import { createVirtualTime } from '../../server/time/virtual-time';

const START = 1_700_000_000_000;

/** A host whose clocks run with virtual time, plus what a test adds. */
function host() {
  const time = createVirtualTime(START);
  const extra = { uptimeMs: 0, wallMs: 0 };
  const facts: Fact[] = [];
  const adopted: string[] = [];
  const clocks = {
    read: () => ({
      monoMs: time.monoMs(),
      uptimeMs: time.monoMs() + extra.uptimeMs,
      wallMs: START + time.monoMs() + extra.wallMs,
    }),
    addSuspension: (ms: number) => void adopted.push(`suspension ${ms}`),
    addWallStep: (ms: number) => void adopted.push(`step ${ms}`),
  };
  const watch = watchObserver(time, clocks, (fact) => void facts.push(fact));
  return { time, extra, facts, adopted, watch };
}

test('a quiet hour says nothing', async () => {
  const { time, facts, watch } = host();
  await time.advance(60_000);
  expect(facts).toEqual([]);
  expect(watch.stalledSince(0)).toBe(false);
});

test('a blocked loop is reported from the last tick to now, and taints what was sent before', async () => {
  const { time, facts, watch } = host();
  await time.advance(10_000);
  time.stall(4_000);
  await time.advance(0);
  expect(facts).toMatchObject([
    { type: 'observer-stalled', reason: 'loop-blocked', fromMs: START + 10_000, toMs: START + 14_000 },
  ]);
  expect(watch.stalledSince(9_000)).toBe(true);
  expect(watch.stalledSince(14_000)).toBe(false);
});

test('an answer that is read before our own late tick is tainted all the same', async () => {
  const { time, facts, watch } = host();
  await time.advance(10_000);
  time.stall(4_000);
  expect(watch.stalledSince(9_900)).toBe(true);
  expect(facts).toHaveLength(1);
  await time.advance(1_000);
  expect(facts).toHaveLength(1);
});

test('a suspended host moves the steady clock on, a stepped wall clock only recorded times', async () => {
  const { time, extra, facts, adopted } = host();
  await time.advance(1_000);
  extra.uptimeMs += 3_600_000;
  extra.wallMs += 3_600_000;
  await time.advance(500);
  extra.wallMs -= 7_200_000;
  await time.advance(500);
  expect(adopted).toEqual(['suspension 3600000', 'step -7200000']);
  expect(facts.map((f) => f.type)).toEqual(['observer-stalled', 'clock-stepped']);
});
