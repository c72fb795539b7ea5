/** The target's page as values: the timeline without holes, the chart's axes and table, the waterfall, the certificate. */
import { expect, test } from 'vitest';
import type { ConnectAttempt, PhaseInterval } from '#contract';
import { minuteTicks, topOfScale } from '../../components/charts/axes';
import { certificateWords } from '../../components/target/certificate-words';
import { storyOf } from '../../components/target/story-of';
import { timelineOf } from '../../components/target/timeline';
import { tookIn, waterfallRows, waterfallTopMs } from '../../components/target/waterfall';
import { backingOff, lostOne, madeUp, refused, nineFourteen as t, wrongPassword } from './made-up';

const interval = (phase: PhaseInterval['phase'], from: number, to: number | null): PhaseInterval => ({
  phase,
  from,
  to,
  failure: null,
});
const told = (...args: Parameters<typeof timelineOf>) => timelineOf(...args).map((s) => `${s.kind} ${s.from}-${s.to}`);

test('the timeline has no holes: what nobody told is unknown', () => {
  expect(told([interval('online', 30, 50), interval('backoff', 60, null)], 0, 100)).toEqual([
    'unknown 0-30',
    'online 30-50',
    'unknown 50-60',
    'backoff 60-100',
  ]);
});

test('tries to reconnect are part of the loss, the first connect is not', () => {
  const phases = [
    interval('connecting', 0, 5),
    interval('online', 5, 20),
    interval('backoff', 20, 30),
    interval('connecting', 30, 32),
    interval('backoff', 32, 40),
    interval('unknown', 40, 44),
    interval('connecting', 44, 45),
    interval('online', 45, null),
  ];
  expect(told(phases, 0, 60)).toEqual([
    'connecting 0-5',
    'online 5-20',
    'backoff 20-40',
    'unknown 40-44',
    'backoff 44-45',
    'online 45-60',
  ]);
});

test('a dead observer makes the rest unknown, whatever was true before', () => {
  expect(told([interval('online', 0, null)], 0, 100, 70)).toEqual(['online 0-70', 'unknown 70-100']);
});

test('ticks are full minutes, the top of the scale is round', () => {
  expect(minuteTicks(61_000, 400_000, 3)).toEqual([180_000, 360_000]);
  expect(topOfScale([{ at: 0, rttMs: 31 }])).toBe(50);
  expect(topOfScale([{ at: 0, rttMs: null }])).toBe(5);
});

test('one ping that is far slower than the others leaves the scale', () => {
  const usual = Array.from({ length: 100 }, (_, i) => ({ at: i, rttMs: 18 }));
  expect(topOfScale([...usual, { at: 100, rttMs: 900 }])).toBe(30);
  expect(topOfScale([...usual, { at: 100, rttMs: 31 }])).toBe(50);
});

const attempt = (change: Partial<ConnectAttempt>): ConnectAttempt => ({
  startedAt: 0,
  at: 50,
  attempt: 1,
  outcome: 'online',
  phases: [
    { phase: 'tcp', offsetMs: 0, tookMs: 5 },
    { phase: 'features', offsetMs: 5, tookMs: 10 },
    { phase: 'tls', offsetMs: 15, tookMs: 10 },
    { phase: 'features', offsetMs: 25, tookMs: 5 },
    { phase: 'sasl', offsetMs: 30, tookMs: 20 },
  ],
  failure: null,
  jid: null,
  mechanism: null,
  tlsProtocol: null,
  ...change,
});

test('the waterfall says how an attempt ended, and marks the phase that it died in', () => {
  const [failed, online] = waterfallRows([attempt({ outcome: 'failed', failure: wrongPassword }), attempt({})]);
  expect([failed?.words, online?.words]).toEqual(['SASL: not-authorized, will not retry', 'online after 50 ms']);
  expect(failed?.bars.map((b) => b.failed)).toEqual([false, false, false, false, true]);
  expect(online && tookIn(online, 'features')).toBe(15);
  expect(online && tookIn(online, 'dns')).toBeNull();
});

test('one attempt that hung does not flatten the others', () => {
  const hung = attempt({
    outcome: 'failed',
    phases: [{ phase: 'tcp', offsetMs: 0, tookMs: 30_000 }],
    failure: refused,
  });
  expect(waterfallTopMs(waterfallRows([hung, attempt({})]))).toBe(150);
  expect(waterfallTopMs(waterfallRows([hung]))).toBe(30_000);
});

test('a certificate is urgent in its last 30 days', () => {
  const day = 86_400_000;
  const good = {
    fingerprint: 'sha256/x',
    subject: 'CN=a',
    issuer: 'CN=b',
    validFromMs: t - day,
    validToMs: t + 31 * day,
  };
  expect(certificateWords(good, t)).toEqual({ urgent: false, words: '31 days left' });
  expect(certificateWords(good, t + 30 * day)).toEqual({ urgent: true, words: '1 day left' });
  expect(certificateWords(good, t + 40 * day)).toEqual({ urgent: true, words: 'expired' });
});

test('the story of a session', () => {
  expect(storyOf(madeUp('tcp'), t, 'UTC')).toBe('Online since 08:14:02, 1 h 00 min. No loss on record.');
  expect(storyOf(lostOne('tcp', { session: backingOff(refused) }), t, 'UTC')).toBe(
    'Lost at 09:14:02 after 1 h 00 min online: no answer in 3 × 10 s. Now TCP: connection refused.',
  );
});
