/** How long a crashed child waits. */
import { expect, it } from 'vitest';
import { crashesInRow, HEALTHY_AFTER_MS, restartDelayMs } from '../../server/start/restart-delay';

it('waits longer with every crash in a row, up to ten seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 50].map(restartDelayMs)).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});

it('starts anew after a healthy time', () => {
  const uptimes = [100, 100, HEALTHY_AFTER_MS - 1, HEALTHY_AFTER_MS, 100];
  const counts: number[] = [];
  for (const uptime of uptimes) counts.push(crashesInRow(counts.at(-1) ?? 0, uptime));
  expect(counts).toEqual([1, 2, 3, 1, 2]);
});
