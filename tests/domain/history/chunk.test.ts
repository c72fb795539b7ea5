/** Chunks give back what was measured, exactly, from few bytes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChunk, encodeChunk } from '../../../server/domain/history/chunk';
import { anySamples, plausibleSamples, T } from './material';

describe('a chunk', () => {
  it('comes back as it was, with clocks set in both directions, gaps and misses', () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        expect(decodeChunk(encodeChunk(samples))).toEqual({ ok: true, value: samples });
      }),
      { numRuns: 500 },
    );
  });

  it('takes less than two bytes a sample for an hour of plausible pings', () => {
    const samples = plausibleSamples(360);
    expect(encodeChunk(samples).length / samples.length).toBeLessThan(2);
  });

  it('is not spoilt for long by one spike or by one long gap', () => {
    const calm = plausibleSamples(360);
    const spiked = calm.map((s, i) => (i === 180 ? { ...s, rttUs: 9_000_000 } : s));
    const paused = calm.map((s, i) => (i >= 180 ? { ...s, at: s.at + 40 * 60_000 } : s));
    const bytes = (of: typeof calm) => encodeChunk(of).length;
    expect(bytes(spiked) - bytes(calm)).toBeLessThan(24);
    expect(bytes(paused) - bytes(calm)).toBeLessThan(24);
  });

  it('refuses times that are none', () => {
    expect(() => encodeChunk([{ at: -1, rttUs: 1 }])).toThrow(RangeError);
    expect(() => encodeChunk([{ at: T + 0.5, rttUs: 1 }])).toThrow(RangeError);
  });
});

describe('bytes that are no chunk', () => {
  const good = encodeChunk(plausibleSamples(60));

  it('are refused with a condition', () => {
    expect(decodeChunk(new Uint8Array())).toEqual({ ok: false, condition: 'truncated' });
    expect(decodeChunk(Uint8Array.of(9, ...good.slice(1)))).toEqual({ ok: false, condition: 'version' });
    expect(decodeChunk(good.slice(0, 40))).toEqual({ ok: false, condition: 'truncated' });
    expect(decodeChunk(Uint8Array.of(...good, 7))).toEqual({ ok: false, condition: 'excess' });
    expect(decodeChunk(new Uint8Array(30).fill(255).fill(1, 0, 1))).toMatchObject({ ok: false });
  });

  it('never throw, never take long, and never give a time or an RTT below zero', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const read = decodeChunk(Uint8Array.of(1, ...bytes));
        if (read.ok) for (const s of read.value) expect(Math.min(s.at, s.rttUs ?? 0)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 3_000 },
    );
  });
});
