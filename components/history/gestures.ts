/** What fingers, wheel, mouse and keys mean for a span of time. Pure: pixels in, spans out. */
import type { EpochMs } from '#contract';
import { panned, type Span, zoomed } from './view';

/** Where the plot is on the screen, in the pixels of the events. */
export interface Plot {
  left: number;
  width: number;
}

export function timeAt(x: number, plot: Plot, { from, to }: Span): EpochMs {
  const share = Math.min(1, Math.max(0, (x - plot.left) / Math.max(1, plot.width)));
  return Math.round(from + share * (to - from));
}

/** A notch of a wheel is about 100 px. */
const ZOOM_PER_PX = 0.0022;
/** Firefox counts lines. */
const LINE_PX = 33;

export interface Wheel {
  x: number;
  deltaX: number;
  deltaY: number;
  /** As of `WheelEvent.deltaMode`: 0 pixels, 1 lines, 2 pages. */
  mode: number;
  shift: boolean;
}

/** Up and down zoom about the pointer; sideways, or with Shift, pans. */
export function afterWheel(span: Span, wheel: Wheel, plot: Plot, now: EpochMs): Span {
  const unit = wheel.mode === 1 ? LINE_PX : wheel.mode === 2 ? plot.width : 1;
  const sideways = Math.abs(wheel.deltaX) > Math.abs(wheel.deltaY) ? wheel.deltaX : wheel.shift ? wheel.deltaY : 0;
  if (sideways !== 0) return panned(span, ((sideways * unit) / plot.width) * (span.to - span.from), now);
  const factor = Math.exp(Math.min(500, Math.max(-500, wheel.deltaY * unit)) * ZOOM_PER_PX);
  return zoomed(span, factor, timeAt(wheel.x, plot, span), now);
}

/** One pointer drags the time along. */
export function afterDrag(start: Span, fromX: number, toX: number, plot: Plot, now: EpochMs): Span {
  return panned(start, ((fromX - toX) / Math.max(1, plot.width)) * (start.to - start.from), now);
}

/** Two fingers hold the times that they were put on. */
export function afterPinch(
  start: Span,
  before: readonly [number, number],
  after: readonly [number, number],
  plot: Plot,
  now: EpochMs,
): Span {
  const spread = (pair: readonly [number, number]) => Math.max(8, Math.abs(pair[1] - pair[0]));
  const middle = (pair: readonly [number, number]) => (pair[0] + pair[1]) / 2;
  const nearer = zoomed(start, spread(before) / spread(after), timeAt(middle(before), plot, start), now);
  return afterDrag(nearer, middle(before), middle(after), plot, now);
}

/** A span that was drawn over; null = too narrow to have been meant. */
export function drawnOver(span: Span, fromX: number, toX: number, plot: Plot, now: EpochMs): Span | null {
  if (Math.abs(toX - fromX) < 6) return null;
  const from = timeAt(Math.min(fromX, toX), plot, span);
  const to = timeAt(Math.max(fromX, toX), plot, span);
  return zoomed({ from, to }, 1, (from + to) / 2, now);
}

/** null = the key means nothing here; `reset` = back to the range that was picked. */
export function afterKey(span: Span, key: string, now: EpochMs): Span | 'reset' | null {
  const length = span.to - span.from;
  const middle = span.from + length / 2;
  switch (key) {
    case '+':
    case '=':
      return zoomed(span, 0.5, middle, now);
    case '-':
    case '_':
      return zoomed(span, 2, middle, now);
    case 'ArrowLeft':
      return panned(span, -length / 4, now);
    case 'ArrowRight':
      return panned(span, length / 4, now);
    case '0':
      return 'reset';
    default:
      return null;
  }
}
