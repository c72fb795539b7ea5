/** Timelines inside their window, and only as long as somebody observed. */
import { describe, expect, it } from 'vitest';
import type { PhaseInterval } from '#contract';
import { unknownSince, within } from '../../server/domain/interval';

const span = (phase: PhaseInterval['phase'], from: number, to: number | null): PhaseInterval => ({
  phase,
  from,
  to,
  failure: null,
});
const told = (intervals: readonly PhaseInterval[]) => intervals.map((i) => `${i.phase} ${i.from}-${i.to ?? ''}`);

describe('unknownSince', () => {
  const timeline = [span('connecting', 0, 100), span('online', 100, null)];
  it('trusts a sign of life of a few seconds ago', () => {
    expect(told(unknownSince(timeline, 20_000, 25_000))).toEqual(['connecting 0-100', 'online 100-']);
  });
  it('knows nothing after an old one', () => {
    expect(told(unknownSince(timeline, 20_000, 25_001))).toEqual([
      'connecting 0-100',
      'online 100-20000',
      'unknown 20000-',
    ]);
  });
  it('forgets what was believed of the time after it', () => {
    expect(told(unknownSince(timeline, 50, 25_001))).toEqual(['connecting 0-50', 'unknown 50-']);
  });
  it('says nothing about a target that has no history', () => {
    expect(unknownSince([], 0, 25_001)).toEqual([]);
  });
});

describe('within', () => {
  const timeline = [span('connecting', 0, 100), span('online', 100, 300), span('backoff', 300, null)];
  it('cuts both ends', () => {
    expect(told(within(timeline, 50, 200))).toEqual(['connecting 50-100', 'online 100-200']);
  });
  it('keeps open what still goes on at the end of the window', () => {
    expect(told(within(timeline, 350, 400))).toEqual(['backoff 350-']);
  });
  it('without an end keeps all that came since', () => {
    expect(told(within(timeline, 100, null))).toEqual(['online 100-300', 'backoff 300-']);
  });
  it('never has a span of no length', () => {
    expect(told(within(timeline, 100, 300))).toEqual(['online 100-300']);
  });
});
