/** How old a list of connected users is, from the durations in it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ageOf,
  CACHE_MS,
  CALIBRATION_AFTER_MS,
  type ListAges,
  type MadeAt,
  noAges,
  seeList,
  wantsCalibration,
} from '../../../server/monitor/finesse/list-age';

const RTT_MS = 20;
const START = 1_000_000;

/** A server that makes its list when somebody asks and the last one is five seconds old. */
function server(signIns: readonly number[]) {
  let madeAt = Number.NEGATIVE_INFINITY;
  return (at: number) => {
    if (at - madeAt >= CACHE_MS) madeAt = at;
    const durations = new Map(signIns.map((since, i) => [`u${i}`, Math.floor((madeAt - since) / 1000)]));
    return { madeAt, look: { sentAt: at - RTT_MS / 2, headAt: at + RTT_MS / 2, durations } };
  };
}

function looksAt(times: readonly number[], signIns: readonly number[]) {
  const ask = server(signIns);
  let ages: ListAges = noAges;
  return times.map((at) => {
    const { madeAt, look } = ask(at);
    const seen = seeList(ages, look);
    ages = seen.ages;
    return { at, truth: madeAt, said: seen.madeAt };
  });
}

const width = ({ lo, hi }: MadeAt) => hi - lo;

test('the first look knows no more than that the cache is five seconds old at most', () => {
  const [first] = looksAt([START], [0, 333, 777]);
  expect(first && width(first.said)).toBe(CACHE_MS + RTT_MS);
  expect(first && wantsCalibration(first.said, null, START)).toBe(true);
});

test('a second look out of the same cache tells how old the first was, and every later one profits', () => {
  const times = [START, START + CALIBRATION_AFTER_MS, START + 15_000, START + 25_000];
  const seen = looksAt(times, [0, 333, 777]);
  for (const { at, truth, said } of seen.slice(2)) {
    expect(said.lo).toBeLessThanOrEqual(truth);
    expect(said.hi).toBeGreaterThanOrEqual(truth);
    const { least, most } = ageOf(said, at);
    expect(most - least).toBeLessThan(1_200);
  }
});

test('the truth is never excluded, whenever anybody signed in and whenever we looked', () => {
  const pauses = fc.array(fc.integer({ min: 1_000, max: 30_000 }), { minLength: 1, maxLength: 30 });
  const signIns = fc.array(fc.integer({ min: 0, max: START }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(pauses, signIns, (gaps, people) => {
      let at = START;
      const times = gaps.map((gap) => {
        at += gap;
        return at;
      });
      for (const { truth, said } of looksAt(times, people)) {
        expect(said.lo).toBeLessThanOrEqual(truth);
        expect(said.hi).toBeGreaterThanOrEqual(truth);
      }
    }),
  );
});

test('who reconnects begins anew and does not spoil what the others tell', () => {
  const before = looksAt([START, START + CALIBRATION_AFTER_MS], [0, 333]).at(-1);
  let ages: ListAges = noAges;
  const ask = server([0, 333]);
  for (const at of [START, START + CALIBRATION_AFTER_MS]) ages = seeList(ages, ask(at).look).ages;
  const { madeAt, look } = ask(START + 15_000);
  const { madeAt: said } = seeList(ages, { ...look, durations: new Map([...look.durations, ['u1', 2]]) });
  expect(said.lo).toBeLessThanOrEqual(madeAt);
  expect(said.hi).toBeGreaterThanOrEqual(madeAt);
  expect(width(said)).toBeLessThan(before === undefined ? 0 : CACHE_MS);
});

test('one look out of turn in two minutes at most', () => {
  const vague = { lo: 0, hi: 4_000 };
  expect(wantsCalibration(vague, START, START + 119_999)).toBe(false);
  expect(wantsCalibration(vague, START, START + 120_000)).toBe(true);
  expect(wantsCalibration({ lo: 0, hi: 900 }, null, START)).toBe(false);
});
