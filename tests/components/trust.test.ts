/** When a page may be believed: live, stale because our link is silent, blind because nobody measures. */
import { expect, test } from 'vitest';
import { type LinkView, trustOf } from '../../components/live/trust';
import { indication } from '../../components/shell/live-indicator';
import { nineFourteen as t } from './made-up';

const page = { at: t, observer: { observerId: 'local', startedAt: t - 100_000, aliveAt: t - 800 } };
const link = (change: Partial<LinkView>): LinkView => ({
  status: 'open',
  lastSignAt: t,
  pulsedAt: t,
  recordedAt: t,
  lagMs: 200,
  recording: { state: 'ok' },
  aheadAt: null,
  ...change,
});

test('a fresh page is believed while its link opens, and not for long without one', () => {
  const silent = link({ status: 'connecting', lastSignAt: null, recordedAt: null });
  expect(trustOf(silent, page, t + 2_000)).toEqual({ kind: 'live' });
  expect(trustOf(silent, page, t + 4_001)).toEqual({ kind: 'stale', since: t });
});

test('a snapshot whose observer showed no sign of life is blind from the start', () => {
  const silent = link({ status: 'connecting', lastSignAt: null, recordedAt: null });
  const dead = { ...page, observer: { ...page.observer, aliveAt: t - 5_000 } };
  expect(trustOf(silent, dead, t + 1_000)).toEqual({ kind: 'blind', since: t - 5_000 });
});

test('silence makes it stale, since the last sign', () => {
  expect(trustOf(link({}), page, t + 4_000)).toEqual({ kind: 'live' });
  expect(trustOf(link({}), page, t + 4_001)).toEqual({ kind: 'stale', since: t });
});

test('a stream that pulses while nothing is recorded is blind', () => {
  const pulsing = link({ lastSignAt: t + 12_000, pulsedAt: t + 12_000 });
  expect(trustOf(pulsing, page, t + 12_500)).toEqual({ kind: 'blind', since: t });
});

test('a stream that goes on while the database refuses is believed, as long as something comes', () => {
  const recording = { state: 'refused', kind: 'disk-full', since: t } as const;
  const ahead = link({ lastSignAt: t + 60_000, pulsedAt: t + 60_000, recording, aheadAt: t + 55_000 });
  expect(trustOf(ahead, page, t + 60_500)).toEqual({ kind: 'live' });
  expect(trustOf({ ...ahead, aheadAt: t + 45_000 }, page, t + 60_500)).toEqual({ kind: 'blind', since: t });
});

test('a browser clock that is set forward an hour blinds nobody', () => {
  const later = t + 3_600_000;
  expect(trustOf(link({ lastSignAt: later, pulsedAt: t + 500 }), page, later + 800)).toEqual({ kind: 'live' });
});

test('the indicator says the same in the header', () => {
  const said = (view: LinkView, now: number) => {
    const { text, lag } = indication(view, now, 'UTC');
    return `${text} ${lag}`.trim();
  };
  expect(said(link({}), t + 500)).toBe('live 0.2 s');
  expect(said(link({}), t + 5_000)).toBe('stale since 09:14:02');
  expect(said(link({ status: 'reconnecting' }), t + 500)).toBe('reconnecting');
  expect(said(link({ status: 'connecting', lastSignAt: null }), t)).toBe('connecting');
});
