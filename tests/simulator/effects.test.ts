/** What faults add up to, what latency looks like, and how a pipe lets things through. */
import { describe, expect, test } from 'vitest';
import { type ActiveFault, effectsOn, type LastingFault, noEffects } from '../../server/simulator/faults';
import { latencyAt } from '../../server/simulator/latency';
import { createPipe } from '../../server/simulator/pipe';
import { createVirtualTime, mulberry32 } from '../../server/time/virtual-time';

const active = (fault: LastingFault, until: number | null = null): ActiveFault => ({ id: 'f', fault, since: 0, until });

describe('faults in force', () => {
  const both = [
    active({ kind: 'delay', transport: 'tcp', delayMs: 100, jitterMs: 10 }),
    active({ kind: 'delay', transport: 'all', delayMs: 50, jitterMs: 0 }, 5_000),
    active({ kind: 'drop', transport: 'bosh', share: 0.5 }),
    active({ kind: 'drop', transport: 'bosh', share: 0.5 }),
  ];

  test('delays add up, independent losses multiply, other transports are left alone', () => {
    expect(effectsOn('tcp', both, 0)).toEqual({ ...noEffects, delayMs: 150, jitterMs: 10 });
    expect(effectsOn('bosh', both, 0)).toEqual({ ...noEffects, delayMs: 50, dropShare: 0.75 });
    expect(effectsOn('websocket', both, 0)).toEqual({ ...noEffects, delayMs: 50 });
  });

  test('a fault is over at its time', () => {
    expect(effectsOn('websocket', both, 4_999).delayMs).toBe(50);
    expect(effectsOn('websocket', both, 5_000)).toEqual(noEffects);
  });
});

test('latency stays around its level, leans to the right, and repeats with its seed', () => {
  const profile = { baseMs: 20, jitterMs: 2, swing: 0.1, periodMs: 60_000 };
  const draw = (): number[] => {
    const random = mulberry32(7);
    return Array.from({ length: 2_000 }, (_, i) => latencyAt(profile, i * 1_000, random));
  };
  const values = draw().sort((a, b) => a - b);
  expect(values[0]).toBeGreaterThanOrEqual(18);
  expect(values.at(-1)).toBeLessThanOrEqual(32);
  const [median = 0, p99 = 0] = [values[1_000], values[1_980]];
  expect(p99 - median).toBeGreaterThan(median - (values[20] ?? 0));
  expect(draw().sort((a, b) => a - b)).toEqual(values);
});

describe('a pipe', () => {
  test('lets through at once, or in time, and always in order', async () => {
    const time = createVirtualTime();
    const log: string[] = [];
    const pipe = createPipe(time, 10, () => log.push('full'));
    const note = (what: string) => () => log.push(`${time.monoMs()} ${what}`);
    pipe.push(note('now'));
    pipe.push(note('late'), 100);
    pipe.push(note('behind'), 10);
    await time.advance(1_000);
    pipe.push(note('again'));
    expect(log).toEqual(['0 now', '100 late', '100 behind', '1000 again']);
  });

  test('held, it keeps everything, up to its capacity', async () => {
    const time = createVirtualTime();
    const log: string[] = [];
    const pipe = createPipe(time, 2, () => log.push('full'));
    pipe.hold(true);
    pipe.push(() => log.push('a'));
    pipe.push(() => log.push('b'), 50);
    await time.advance(1_000);
    expect(log).toEqual([]);
    pipe.hold(false);
    expect(log).toEqual(['a', 'b']);
    pipe.hold(true);
    for (let n = 0; n < 3; n++) pipe.push(() => log.push('c'));
    expect(log).toEqual(['a', 'b', 'full']);
    expect(pipe.waiting).toBe(0);
  });
});
