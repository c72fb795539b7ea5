/** `kill -9` of the real worker between what it decides and what it tells: nobody is forgotten, and every beginning has its end. */
import { expect, it } from 'vitest';
import { alertKillStory } from './alert-kill-story';

it('three kills at random moments: every message comes at least once under one key, and every end follows', async () => {
  const report = await alertKillStory({ kills: 3, seed: 20_261_120, nodes: 2, ends: 'by hand' });
  expect(report.problems).toEqual([]);
  expect(report.kills.some((k) => k.open > 0)).toBe(true);
  expect(report.keys).toBeGreaterThan(3);
}, 180_000);
