/** How much of a target is packed at once. */
import { expect, it } from 'vitest';
import { chunksToPack, PACK_MOST, spanToPack } from '../../../server/domain/history/pack';
import { DAY_MS } from '../../../server/domain/history/rollup';
import { T } from './material';

const HOUR = 3_600_000;
const hours = (oldest: number, freshFrom: number) => {
  const { from, to } = spanToPack(T + oldest * HOUR, T + freshFrom * HOUR, HOUR);
  expect(from).toBe(T + oldest * HOUR);
  return (to - from) / HOUR;
};

it('is an hour while it keeps up, and what lies there of a day when it does not', () => {
  expect(hours(0, 1)).toBe(1);
  expect(hours(0, 1.7)).toBe(1);
  expect(hours(0, 4.2)).toBe(4);
  // T is 14:00: the day ends ten hours later
  expect(hours(0.5, 30)).toBe(9.5);
  expect(hours(9.5, 30)).toBe(1);
  expect(hours(10, 400)).toBe(24);
  expect((T + 10 * HOUR) % DAY_MS).toBe(0);
});

it('is whole chunks, of few pings all, of many as many as do not hold up the recorder, and one always', () => {
  expect(chunksToPack([12, 12, 12])).toBe(3);
  expect(chunksToPack([360, 360, 360, 360, 360, 360])).toBe(Math.floor(PACK_MOST / 360));
  expect(chunksToPack([100_000, 1])).toBe(1);
  expect(chunksToPack([])).toBe(0);
});
