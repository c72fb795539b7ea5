/** Figures and times as people read them. */
import { expect, test } from 'vitest';
import { formatDate, formatMoment, formatTime } from '../../components/format/clock';
import {
  formatCount,
  formatCountdown,
  formatDuration,
  formatRtt,
  formatSpan,
  inWords,
  plural,
  quantile,
} from '../../components/format/units';

test.each([
  [0.4, '0.4'],
  [9.94, '9.9'],
  [9.96, '10'],
  [31.4, '31'],
  [1204, '1\u202f204'],
])('an RTT of %d ms reads %s', (rttMs, text) => expect(formatRtt(rttMs)).toBe(text));

test.each([
  [-5, '0:00'],
  [42_000, '0:42'],
  [727_000, '12:07'],
  [3_840_000, '1 h 04 min'],
  [(3 * 24 + 4) * 3_600_000, '3 d 04 h'],
])('%d ms last %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

test('a countdown shows the second that runs, so that 0:00 is the end', () => {
  expect([4_001, 4_000, 3_999, 1, 0, -1].map(formatCountdown)).toEqual([
    '0:05',
    '0:04',
    '0:04',
    '0:01',
    '0:00',
    '0:00',
  ]);
});

test('spans in sentences', () => {
  expect([500, 1_500, 10_000, 120_000].map(formatSpan)).toEqual(['500 ms', '1.5 s', '10 s', '2 min']);
});

test('counts, plurals and lists', () => {
  expect(formatCount(1942000)).toBe('1\u202f942\u202f000');
  expect([plural(1, 'session'), plural(3, 'session')]).toEqual(['1 session', '3 sessions']);
  expect([[], ['TCP'], ['TCP', 'BOSH'], ['TCP', 'BOSH', 'WebSocket']].map(inWords)).toEqual([
    '',
    'TCP',
    'TCP and BOSH',
    'TCP, BOSH and WebSocket',
  ]);
});

test('a quantile is always a value that was measured', () => {
  const rtts = [40, 10, 20, 30];
  expect([0, 0.5, 0.75, 0.95, 1].map((q) => quantile(rtts, q))).toEqual([10, 20, 30, 40, 40]);
  expect(quantile([], 0.5)).toBeNull();
});

test('a time carries its day only when that is not today, in the zone of the reader', () => {
  const at = Date.parse('2026-11-20T23:30:00Z');
  expect(formatTime(at, 'UTC')).toBe('23:30:00');
  expect(formatMoment(at, at + 60_000, 'UTC')).toBe('23:30:00');
  expect(formatMoment(at, at + 3_600_000, 'UTC')).toBe('20 Nov 23:30:00');
  expect(formatMoment(at, at + 3_600_000, 'Europe/Paris')).toBe('00:30:00');
  expect(formatMoment(at, Date.parse('2027-11-20T23:30:00Z'), 'UTC')).toBe('20 Nov 2026 23:30:00');
  expect(formatDate(at, 'Europe/Paris')).toBe('21 November 2026');
});
