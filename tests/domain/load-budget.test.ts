/** What a server is asked of in a minute, and how often it is polled while it has trouble. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  allowanceAt,
  type LoadBudget,
  loadAt,
  noLoad,
  planPoll,
  serviceOf,
  spend,
} from '../../server/domain/load-budget';

const budget: LoadBudget = { requestsPerMinute: 3, bytesPerMinute: 1_000 };

test('requests and bytes count for a minute, and then no more', () => {
  let load = spend(noLoad, 5_000, { requests: 1 });
  load = spend(load, 5_400, { bytes: 300 });
  load = spend(load, 30_000, { requests: 2, bytes: 100 });
  expect(loadAt(load, 40_000)).toEqual({ requests: 3, bytes: 400 });
  expect(loadAt(load, 65_999)).toEqual({ requests: 3, bytes: 400 });
  expect(loadAt(load, 66_000)).toEqual({ requests: 2, bytes: 100 });
  expect(loadAt(load, 91_000)).toEqual({ requests: 0, bytes: 0 });
});

test('a full budget says when the next request fits, an open one how large an answer may be', () => {
  let load = spend(noLoad, 5_000, { requests: 1, bytes: 300 });
  expect(allowanceAt(load, budget, 5_000)).toEqual({ allowed: true, bytes: 700 });
  load = spend(load, 30_000, { requests: 2 });
  expect(allowanceAt(load, budget, 31_000)).toEqual({ allowed: false, freeAt: 66_000 });
  expect(allowanceAt(load, budget, 66_000)).toEqual({ allowed: true, bytes: 1_000 });
  expect(allowanceAt(spend(noLoad, 0, { bytes: 1_000 }), budget, 1_000)).toEqual({ allowed: false, freeAt: 61_000 });
});

test('who asks only when allowed never asks more than the budget within any minute', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 80 }), (pauses) => {
      let [load, at] = [noLoad, 1_700_000_000_000];
      const sent: number[] = [];
      for (const pause of pauses) {
        at += pause;
        if (!allowanceAt(load, budget, at).allowed) continue;
        load = spend(load, at, { requests: 1 });
        sent.push(at);
      }
      for (const from of sent)
        expect(sent.filter((t) => t >= from && t < from + 60_000).length).toBeLessThanOrEqual(budget.requestsPerMinute);
    }),
  );
});

test('a side is recovering for two minutes after its return', () => {
  expect(serviceOf(null, null, 0)).toBe('unknown');
  expect(serviceOf('OUT_OF_SERVICE', null, 0)).toBe('out-of-service');
  expect(serviceOf('PARTIAL_SERVICE', null, 0)).toBe('out-of-service');
  expect(serviceOf('IN_SERVICE', 1_000, 120_999)).toBe('recovering');
  expect(serviceOf('IN_SERVICE', 1_000, 121_000)).toBe('in-service');
});

test('polling halves after slow answers and in trouble; SystemInfo only after slow answers', () => {
  const plan = (...asked: Parameters<typeof planPoll>) => {
    const { afterMs, details } = planPoll(...asked);
    return `${afterMs / 1_000} s${details ? '' : ', summary'}`;
  };
  expect(plan('connected-users', null, 'unknown')).toBe('10 s');
  expect(plan('connected-users', 1_000, 'in-service')).toBe('10 s');
  expect(plan('connected-users', 1_001, 'in-service')).toBe('20 s');
  expect(plan('connected-users', 20, 'out-of-service')).toBe('20 s, summary');
  expect(plan('connected-users', 20, 'recovering')).toBe('20 s, summary');
  expect(plan('performance', 20, 'recovering')).toBe('120 s, summary');
  expect(plan('system-info', 20, 'out-of-service')).toBe('20 s, summary');
  expect(plan('system-info', 10_000, 'out-of-service')).toBe('40 s, summary');
});
