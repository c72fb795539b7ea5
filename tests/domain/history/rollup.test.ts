/** Rollups: any split, order or second run of the same samples ends in the same bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PingSample } from '../../../server/domain/history/chunk';
import { DayReader, decodeDay, encodeDay } from '../../../server/domain/history/packed-day';
import {
  coarsen,
  DAY_MS,
  emptySummary,
  mergeSummaries,
  pyramidOf,
  quantileOf,
  type Resolution,
  type Rollup,
  resolutionMs,
  resolutions,
  rollUp,
  slotOf,
  summaryOf,
} from '../../../server/domain/history/rollup';
import { Total } from '../../../server/domain/history/total';
import { anySamples, plausibleSamples, splits, T } from './material';

/** Each day's bytes, as they would be stored. */
function stored(rollups: readonly Rollup[], resolution: Resolution): [number, string][] {
  const days = [...new Set(rollups.map((r) => slotOf(r.from, DAY_MS)))];
  return days.map((day) => {
    const of = rollups.filter((r) => slotOf(r.from, DAY_MS) === day);
    return [day, Buffer.from(encodeDay(of, resolution, day)).toString('hex')];
  });
}

describe('a rollup', () => {
  it('says what a summary of the samples says', () => {
    const samples: PingSample[] = [
      { at: T, rttUs: 12_000 },
      { at: T + 10_000, rttUs: null },
      { at: T + 59_999, rttUs: 8_000 },
      { at: T + 60_000, rttUs: 900_000 },
    ];
    const minutes = rollUp(samples, 60_000);
    expect(
      minutes.map(({ from, count, misses, minUs, maxUs, sumUs }) => [from - T, count, misses, minUs, maxUs, sumUs]),
    ).toEqual([
      [0, 3, 1, 8_000, 12_000, 20_000],
      [60_000, 1, 0, 900_000, 900_000, 900_000],
    ]);
    const [ten] = coarsen(minutes, 600_000);
    expect(ten).toMatchObject({ from: T, count: 4, misses: 1, minUs: 8_000, maxUs: 900_000, sumUs: 920_000 });
    expect(ten === undefined ? null : quantileOf(ten, 1)).toBe(900_000);
  });

  it('of misses only has no RTT at all', () => {
    const lost = summaryOf([{ at: T, rttUs: null }]);
    expect(lost).toMatchObject({ count: 1, misses: 1, minUs: null, maxUs: null, sumUs: 0 });
    expect(quantileOf(lost, 0.5)).toBeNull();
  });

  it('is the same of any split of the samples, at every resolution', () => {
    fc.assert(
      fc.property(splits(anySamples), ({ whole, parts }) => {
        const direct = pyramidOf(whole);
        const pieces = parts.map(pyramidOf);
        for (const resolution of resolutions) {
          const together = coarsen(
            pieces.flatMap((p) => p[resolution]),
            resolutionMs[resolution],
          );
          expect(stored(together, resolution)).toEqual(stored(direct[resolution], resolution));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('added up in place, straight from its bytes, is what merging says', () => {
    const total = new Total();
    fc.assert(
      fc.property(anySamples, (samples) => {
        const pyramid = pyramidOf(samples);
        const reader = new DayReader();
        for (const resolution of resolutions) {
          for (const [day, hex] of stored(pyramid[resolution], resolution))
            reader.read(Buffer.from(hex, 'hex'), resolution, day, (rollup) => total.addOpen(rollup));
          for (const rollup of pyramid[resolution]) total.add(rollup);
          const twice = [...pyramid[resolution], ...pyramid[resolution]];
          expect(total.take()).toEqual(mergeSummaries(twice));
        }
        expect(total.take()).toEqual(emptySummary);
      }),
      { numRuns: 100 },
    );
  });

  it('of a day is that of its hours, its tens of minutes, its minutes and its samples', () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        const pyramid = pyramidOf(samples);
        for (const resolution of resolutions) {
          expect(stored(coarsen(pyramid[resolution], DAY_MS), '1d')).toEqual(stored(pyramid['1d'], '1d'));
        }
        expect(mergeSummaries(pyramid['1d'])).toEqual(summaryOf(samples));
      }),
      { numRuns: 150 },
    );
  });
});

describe('a packed day', () => {
  it('comes back as it was at every resolution', () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        const pyramid = pyramidOf(samples);
        for (const resolution of resolutions) {
          for (const [day, hex] of stored(pyramid[resolution], resolution)) {
            const value = pyramid[resolution].filter((r) => slotOf(r.from, DAY_MS) === day);
            expect(decodeDay(Buffer.from(hex, 'hex'), resolution, day)).toEqual({ ok: true, value });
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('costs about a byte for each sample in minutes, a fifth in tens of minutes, next to nothing above', () => {
    const day = slotOf(T, DAY_MS);
    const samples = plausibleSamples(8_630, day);
    const pyramid = pyramidOf(samples);
    const perSample = (r: Resolution) => encodeDay(pyramid[r], r, day).length / samples.length;
    expect(perSample('1m')).toBeLessThan(1.2);
    expect(perSample('10m')).toBeLessThan(0.35);
    expect(perSample('1h')).toBeLessThan(0.12);
    expect(perSample('1d')).toBeLessThan(0.02);
  });

  it('refuses what does not lie in its day', () => {
    const day = slotOf(T, DAY_MS);
    const [late] = rollUp([{ at: day + DAY_MS, rttUs: 5 }], 60_000);
    expect(() => encodeDay(late === undefined ? [] : [late], '1m', day)).toThrow(RangeError);
  });

  it('of hostile bytes is refused with a condition and never throws', () => {
    const day = slotOf(T, DAY_MS);
    const good = encodeDay(rollUp(plausibleSamples(60, day), 60_000), '1m', day);
    expect(decodeDay(new Uint8Array(), '1m', day)).toEqual({ ok: false, condition: 'truncated' });
    expect(decodeDay(Uint8Array.of(3, ...good.slice(1)), '1m', day)).toEqual({ ok: false, condition: 'version' });
    expect(decodeDay(good.slice(0, -3), '1m', day)).toEqual({ ok: false, condition: 'truncated' });
    expect(decodeDay(Uint8Array.of(...good, 0), '1m', day)).toEqual({ ok: false, condition: 'excess' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const read = decodeDay(Uint8Array.of(1, ...bytes), '10m', day);
        if (!read.ok) return;
        for (const r of read.value) expect(slotOf(r.from, DAY_MS)).toBe(day);
      }),
      { numRuns: 3_000 },
    );
  });
});
