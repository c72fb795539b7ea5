/** A clock that runs at another speed than the one that it is made from. */
import { expect, test } from 'vitest';
import { createScaledTime } from '../../../server/simulator/finesse/scaled-time';
import { createVirtualTime } from '../../../server/time/virtual-time';

function story(speed: number) {
  const real = createVirtualTime(1_000_000);
  const scaled = createScaledTime(real, speed);
  const log: string[] = [];
  const note = (what: string) => () => log.push(`${real.now() - 1_000_000} ${what} at ${scaled.now() - 1_000_000}`);
  return { real, scaled, log, note };
}

test('ten times as fast: a minute takes six seconds', () => {
  const { real, scaled, log, note } = story(10);
  scaled.after(60_000, note('minute'));
  real.advanceSync(5_999);
  expect(log).toEqual([]);
  real.advanceSync(1);
  expect(log).toEqual(['6000 minute at 60000']);
  expect(scaled.monoMs() - real.monoMs()).toBe(54_000);
});

test('a change of speed moves what is set already, and never turns the clock back', () => {
  const { real, scaled, log, note } = story(1);
  scaled.after(10_000, note('ten'));
  scaled.after(4_000, note('four'));
  const cancel = scaled.after(9_000, note('never'));
  real.advanceSync(5_000);
  scaled.setSpeed(100);
  expect(scaled.now() - 1_000_000).toBe(5_000);
  cancel();
  real.advanceSync(50);
  scaled.setSpeed(0.5);
  scaled.after(1_000, note('slow'));
  real.advanceSync(2_000);
  expect(log).toEqual(['4000 four at 4000', '5050 ten at 10000', '7050 slow at 11000']);
});
