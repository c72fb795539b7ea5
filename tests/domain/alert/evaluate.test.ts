/** One alert over time: pending, firing, recovering; and never younger than its evidence. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlertState } from '#contract';
import { alertDueAt, evaluateAlert, inactive } from '../../../server/domain/alert/evaluate';

const rule = { forMs: 30_000, recoverMs: 10_000 };

/** The log of an alert whose condition is judged every second: `breached` says since when it holds, in seconds. */
function story(lastsS: number, breachedSince: (s: number) => number | null): string[] {
  const log: string[] = [];
  let state: AlertState = inactive;
  for (let s = 0; s <= lastsS; s += 1) {
    const since = breachedSince(s);
    const next = evaluateAlert(state, since === null ? null : { begunAt: since * 1_000 }, s * 1_000, rule);
    if (next.status !== state.status) log.push(`${s} ${state.status} -> ${next.status}`);
    state = next;
  }
  return log;
}

test('it fires when the condition has held for long enough, and is over when it was gone for long enough', () => {
  expect(story(100, (s) => (s >= 5 && s < 60 ? 5 : null))).toEqual([
    '5 inactive -> pending',
    '35 pending -> firing',
    '70 firing -> inactive',
  ]);
});

test('shorter than that, nobody hears of it', () => {
  expect(story(100, (s) => (s >= 5 && s < 34 ? 5 : null))).toEqual(['5 inactive -> pending', '34 pending -> inactive']);
});

test('evidence that comes late counts from its own time', () => {
  expect(story(60, (s) => (s >= 40 ? 5 : null))).toEqual(['40 inactive -> firing']);
});

test('back within the recovery time, it never was over', () => {
  expect(story(120, (s) => (s >= 50 && s < 58 ? null : 0))).toEqual(['0 inactive -> pending', '30 pending -> firing']);
});

test('whatever happens, time alone changes it at the moment that it says, and not before', () => {
  const steps = fc.array(fc.record({ waitMs: fc.integer({ min: 1, max: 40_000 }), holds: fc.boolean() }));
  fc.assert(
    fc.property(steps, (all) => {
      let state: AlertState = inactive;
      let [at, since] = [0, 0];
      for (const { waitMs, holds } of all) {
        const due = alertDueAt(state, rule);
        const held = state.status === 'pending' || (state.status === 'firing' && state.clearAt === null);
        const breach = held ? { begunAt: since } : null;
        if (due !== null && due > at + 1) {
          expect(evaluateAlert(state, breach, due - 1, rule).status).toBe(state.status);
          expect(evaluateAlert(state, breach, due, rule).status).not.toBe(state.status);
        }
        at += waitMs;
        if (holds && !held) since = at;
        state = evaluateAlert(state, holds ? { begunAt: since } : null, at, rule);
      }
    }),
  );
});
