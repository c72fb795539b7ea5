/** A test of a channel: what comes of it, in how long, and that one that hangs is given up. */
import { expect, test } from 'vitest';
import type { Message, Notifier, Sent } from '../../server/alert/notifiers/port';
import { testChannel } from '../../server/alert/test-channel';
import { createVirtualTime } from '../../server/time/virtual-time';

/** A channel that answers after a while, or never; and what it was handed. */
function channel(afterMs: number | null, sent: Sent) {
  const time = createVirtualTime(Date.UTC(2026, 10, 20, 9));
  const handed: Message[] = [];
  const notifier: Notifier = {
    send: (message, signal) =>
      new Promise((resolve) => {
        handed.push(message);
        if (afterMs !== null) time.after(afterMs, () => resolve(sent));
        signal.addEventListener('abort', () =>
          resolve({ ok: false, condition: 'timeout', retryAfterMs: null, permanent: false }),
        );
      }),
  };
  return { time, handed, notifier };
}

const wish = { name: 'Pager', actor: 'kim', publicUrl: 'https://h.example' };

test('a test tells what came of it, and in how long', async () => {
  const { time, handed, notifier } = channel(250, { ok: true });
  const tested = testChannel({ ...wish, notifier, time });
  await time.advance(250);
  expect(await tested).toEqual({ condition: null, tookMs: 250 });
  expect(handed[0]).toMatchObject({ test: true, subject: expect.stringMatching(/^\[test\]/) });
});

test('a channel that hangs is given up, one that refuses says so, and a fault of ours is no exception', async () => {
  const hanging = channel(null, { ok: true });
  const late = testChannel({ ...wish, ...hanging });
  await hanging.time.advance(15_000);
  expect(await late).toEqual({ condition: 'timeout', tookMs: 15_000 });
  const refusing = channel(0, { ok: false, condition: 'http-404', retryAfterMs: null, permanent: true });
  const refused = testChannel({ ...wish, ...refusing });
  await refusing.time.advance(0);
  expect(await refused).toEqual({ condition: 'http-404', tookMs: 0 });
  const broken: Notifier = { send: () => Promise.reject(new Error('a bug')) };
  expect(await testChannel({ ...wish, notifier: broken, time: hanging.time })).toMatchObject({ condition: 'bug' });
});
