/** The demo's timetable of faults, as a pure question of time. */
import { describe, expect, test } from 'vitest';
import { type Episode, episodes, type FaultScript, faultScript, playScript } from '../../server/simulator/script';
import { demoScript } from '../../server/simulator/scripts/demo';
import { createVirtualTime } from '../../server/time/virtual-time';

/** Whenever a page is opened, at every 100 ms over two rounds: is there an episode of the kind that begins and ends in the window? */
function worstWait(told: readonly Episode[], until: (episode: Episode) => number): number {
  const opened = Array.from({ length: (2 * demoScript.roundMs) / 100 }, (_, i) => i * 100);
  const waits = opened.map((at) => Math.min(...told.filter((e) => e.fromMs >= at).map((e) => until(e) - at)));
  return Math.max(...waits);
}

describe('the demo', () => {
  const told = episodes(demoScript, 4 * demoScript.roundMs);

  test('is a valid script, in order of time', () => {
    expect(faultScript.safeParse(demoScript).success).toBe(true);
    expect(demoScript.steps.map((s) => s.atMs)).toEqual([...demoScript.steps.map((s) => s.atMs)].sort((a, b) => a - b));
  });

  test('something begins to show within 30 s of any moment', () => {
    expect(worstWait(told, (e) => e.fromMs)).toBeLessThanOrEqual(30_000);
  });

  test('within 120 s of any moment a session is lost, and is back', () => {
    const losses = told.filter((e) => e.kind === 'loses');
    expect(worstWait(losses, (e) => e.toMs)).toBeLessThanOrEqual(120_000);
  });

  test('every transport takes its turn in getting worse, and all but the one that carries the feeds in being lost', () => {
    const kinds = (transport: string) =>
      [...new Set(told.filter((e) => e.transport === transport).map((e) => e.kind))].sort();
    expect(['tcp', 'websocket', 'bosh'].map(kinds)).toEqual([
      ['degrades', 'loses'],
      ['degrades'],
      ['degrades', 'loses'],
    ]);
  });

  test('nobody is hit again while getting over the last time', () => {
    const losses = told.filter((e) => e.kind === 'loses');
    const overlaps = losses.flatMap((loss) =>
      told.filter(
        (e) => e !== loss && e.transport === loss.transport && e.fromMs >= loss.fromMs && e.fromMs < loss.toMs,
      ),
    );
    expect(overlaps).toEqual([]);
  });
});

test('a script is played in time, round after round, until it is stopped', async () => {
  const script: FaultScript = {
    roundMs: 10_000,
    steps: [
      {
        atMs: 4_000,
        label: 'b',
        faults: [{ kind: 'close', transport: 'tcp' }],
        effect: { kind: 'degrades', forMs: 1 },
      },
      {
        atMs: 1_000,
        label: 'a',
        faults: [{ kind: 'close', transport: 'bosh' }],
        effect: { kind: 'degrades', forMs: 1 },
      },
    ],
  };
  const time = createVirtualTime();
  const log: string[] = [];
  const stop = playScript(script, time, (fault) => log.push(`${time.monoMs()} ${fault.transport}`));
  await time.advance(14_000);
  expect(log).toEqual(['1000 bosh', '4000 tcp', '11000 bosh', '14000 tcp']);
  stop();
  await time.advance(60_000);
  expect(log).toHaveLength(4);
});
