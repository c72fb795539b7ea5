/** The past of one agent: verdicts as spans, and never a verdict for time in which nobody looked. */
import { describe, expect, it } from 'vitest';
import type { HealthSpan } from '#contract';
import { healthSpans, stateSpans } from '../../server/domain/agent-history';
import { unobservedWithin } from '../../server/domain/unobserved';
import { atRiskOn, connectedOn, endedBy, judged, lossOf, notKnown, recordedState } from '../support/presence-facts';

const verdict = (at: number, kind: 'connected' | 'at-risk' | 'unknown', since = at) => {
  const health = kind === 'connected' ? connectedOn('A', since) : kind === 'unknown' ? notKnown(since) : null;
  return judged(at, 'anna', '7', health ?? atRiskOn('A', since), since);
};
const told = (spans: HealthSpan[]) => spans.map((s) => `${s.from}-${s.to ?? ''} ${s.health?.kind ?? '?'}`);

describe('verdicts', () => {
  it('hold from when they began by the evidence until the next one began', () => {
    const verdicts = [verdict(100, 'connected', 50), verdict(500, 'at-risk', 480), verdict(600, 'connected')];
    expect(told(healthSpans(verdicts, [], 0, 1_000))).toEqual([
      '50-480 connected',
      '480-600 at-risk',
      '600- connected',
    ]);
    expect(told(healthSpans(verdicts, [], 490, 1_000))).toEqual(['490-600 at-risk', '600- connected']);
  });

  it('of which the later reaches back over the earlier leave no empty span', () => {
    const verdicts = [verdict(100, 'connected'), verdict(500, 'at-risk', 480), verdict(501, 'unknown', 400)];
    expect(told(healthSpans(verdicts, [], 0, 1_000))).toEqual(['100-480 connected', '480- unknown']);
  });

  it('are nobody’s while nobody looked, and after a restart until given anew', () => {
    const verdicts = [verdict(100, 'connected'), verdict(5_000, 'unknown', 4_000), verdict(9_000, 'connected')];
    const restart = [{ from: 1_000, to: 4_000 }];
    expect(told(healthSpans(verdicts, restart, 0, 10_000))).toEqual([
      '100-1000 connected',
      '1000-4000 ?',
      '4000-9000 unknown',
      '9000- connected',
    ]);
    const slow = [verdict(100, 'connected'), verdict(5_000, 'connected')];
    expect(told(healthSpans(slow, restart, 0, 10_000))).toEqual([
      '100-1000 connected',
      '1000-5000 ?',
      '5000- connected',
    ]);
  });

  it('stand after a gap that brought nothing new to say', () => {
    expect(told(healthSpans([verdict(100, 'connected')], [{ from: 1_000, to: 1_500 }], 0, 90_000))).toEqual([
      '100-1000 connected',
      '1000-1500 ?',
      '1500- connected',
    ]);
  });

  it('end with the observer’s last sign of life', () => {
    const silence = unobservedWithin([], 20_000, 0, 60_000);
    expect(silence).toEqual([{ from: 20_000, to: 60_000 }]);
    expect(told(healthSpans([verdict(100, 'connected')], silence, 0, 60_000))).toEqual([
      '100-20000 connected',
      '20000- ?',
    ]);
  });
});

describe('recorded states', () => {
  const MINUTE = 60_000;
  const loss = lossOf('d1', 'anna', '7', 10 * MINUTE, { end: endedBy('forced-not-ready', 11 * MINUTE) });

  it('last until the next, and no longer than states of that disconnect were recorded', () => {
    const recorded = [
      recordedState(10 * MINUTE, 'anna', 'd1', 'READY', 6 * MINUTE),
      recordedState(11 * MINUTE, 'anna', 'd1', 'NOT_READY'),
    ];
    const at = (minutes: number) => stateSpans(recorded, [loss], [], 0, minutes * MINUTE);
    expect(at(60).map((s) => [s.state, s.from / MINUTE, s.to === null ? null : s.to / MINUTE])).toEqual([
      ['READY', 6, 11],
      ['NOT_READY', 11, 26],
    ]);
    expect(at(20).at(-1)).toMatchObject({ state: 'NOT_READY', to: null });
  });

  it('are not claimed for time that nobody observed', () => {
    const recorded = [recordedState(10 * MINUTE, 'anna', 'd1', 'READY')];
    const spans = stateSpans(recorded, [loss], [{ from: 12 * MINUTE, to: 13 * MINUTE }], 0, 60 * MINUTE);
    expect(spans.map((s) => [s.from / MINUTE, (s.to ?? 0) / MINUTE])).toEqual([
      [10, 12],
      [13, 26],
    ]);
  });
});
