/** A blocked event loop shows in the lag, and a reading starts the next one afresh. */
import { expect, it } from 'vitest';
import { watchLoopLag } from '../../server/control/loop-lag';

const turns = async (n: number) => {
  for (let i = 0; i < n; i++) await new Promise((resolve) => setTimeout(resolve, 15));
};

it('sees a loop that was blocked, in seconds and without the resolution of the timer', async () => {
  const lag = watchLoopLag();
  await turns(2);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
  await turns(2);
  const blocked = lag.take();
  expect(blocked.max).toBeGreaterThan(0.1);
  expect(blocked.p50).toBeGreaterThanOrEqual(0);
  expect(lag.take()).toEqual({ p50: 0, p99: 0, max: 0 });
  lag.close();
});
