/** `kill -9` of the real worker while a page listens: what a page was told is stored, and the time after it is unknown. */
import { afterEach, expect, it } from 'vitest';
import { killStory } from './kill-story';
import { type Bench, openBench } from './worker-process';

let bench: Bench | null = null;
afterEach(() => bench?.close());

it('three kills at random moments: nothing that was told is lost, and each gap begins at the last sign of life', async () => {
  bench = await openBench({ nodes: 6 });
  const report = await killStory(bench, 3, 20_261_120);
  expect(report.problems).toEqual([]);
  expect(report.kills).toHaveLength(3);
  expect(report.kills.every((k) => k.told > 0)).toBe(true);
  expect(report.stopCode).toBe(0);
}, 120_000);
