/** Wheel, fingers, mouse and keys as spans of time, and the address that says the same. */
import { describe, expect, test } from 'vitest';
import { afterDrag, afterKey, afterPinch, afterWheel, drawnOver, timeAt } from '../../../components/history/gestures';
import { LEAST_MS, putView, ranges, type View, viewOf, zoomed } from '../../../components/history/view';

const HOUR = 3_600_000;
const now = 100 * HOUR;
const span = { from: 50 * HOUR, to: 60 * HOUR };
const plot = { left: 100, width: 1_000 };
const wheel = (change: Partial<Parameters<typeof afterWheel>[1]>) =>
  afterWheel(span, { x: 350, deltaX: 0, deltaY: 0, mode: 0, shift: false, ...change }, plot, now);

describe('the wheel', () => {
  test('zooms about the pointer: what is under it stays', () => {
    const under = timeAt(350, plot, span);
    for (const deltaY of [-300, -40, 120]) {
      const next = wheel({ deltaY });
      expect(Math.abs(timeAt(350, plot, next) - under)).toBeLessThan(2_000);
      expect(next.to - next.from < 10 * HOUR).toBe(deltaY < 0);
    }
  });

  test('sideways, or with Shift, pans', () => {
    expect(wheel({ deltaX: 100, deltaY: 20 })).toEqual({ from: 51 * HOUR, to: 61 * HOUR });
    expect(wheel({ deltaY: -100, shift: true })).toEqual({ from: 49 * HOUR, to: 59 * HOUR });
  });

  test('never shows what has not come yet, nor less than a minute', () => {
    expect(wheel({ deltaX: 100_000 })).toEqual({ from: 90 * HOUR, to: now });
    const nearest = Array.from({ length: 99 }).reduce<typeof span>((s) => zoomed(s, 0.5, s.from, now), span);
    expect(nearest.to - nearest.from).toBe(LEAST_MS);
  });
});

test('dragging takes the time along', () => {
  expect(afterDrag(span, 300, 400, plot, now)).toEqual({ from: 49 * HOUR, to: 59 * HOUR });
});

test('two fingers hold the times that they were put on', () => {
  const next = afterPinch(span, [300, 500], [200, 600], plot, now);
  expect(next).toEqual({ from: 51.5 * HOUR, to: 56.5 * HOUR });
  expect(timeAt(200, plot, next)).toBe(timeAt(300, plot, span));
  expect(timeAt(600, plot, next)).toBe(timeAt(500, plot, span));
});

test('drawing over a span looks into it, a click does not', () => {
  expect(drawnOver(span, 700, 500, plot, now)).toEqual({ from: 54 * HOUR, to: 56 * HOUR });
  expect(drawnOver(span, 500, 503, plot, now)).toBeNull();
});

test('keys', () => {
  expect(afterKey(span, '+', now)).toEqual({ from: 52.5 * HOUR, to: 57.5 * HOUR });
  expect(afterKey(span, '-', now)).toEqual({ from: 45 * HOUR, to: 65 * HOUR });
  expect(afterKey(span, 'ArrowLeft', now)).toEqual({ from: 47.5 * HOUR, to: 57.5 * HOUR });
  expect(afterKey(span, '0', now)).toBe('reset');
  expect(afterKey(span, 'a', now)).toBeNull();
});

describe('the address', () => {
  const address = (view: View) => {
    const query = new URLSearchParams('compare=last-week&from=1');
    putView(query, view);
    return query.toString();
  };
  test('holds the view, and leaves the rest alone', () => {
    const fixed: View = { kind: 'fixed', from: Date.UTC(2026, 9, 25, 1), to: Date.UTC(2026, 9, 26) };
    expect(address(fixed)).toBe('compare=last-week&from=2026-10-25T01%3A00%3A00Z&to=2026-10-26T00%3A00%3A00Z');
    expect(viewOf(new URLSearchParams(address(fixed)))).toEqual(fixed);
    expect(address({ kind: 'live', range: ranges[4] })).toBe('compare=last-week&range=7d');
    expect(address({ kind: 'live', range: ranges[0] })).toBe('compare=last-week');
  });
  test('that makes no sense is the usual range', () => {
    for (const text of ['range=2h', 'from=5&to=5', 'from=x&to=9', 'from=0&to=999999999999999'])
      expect(viewOf(new URLSearchParams(text))).toEqual({ kind: 'live', range: ranges[0] });
  });
});
