'use client';
/** Charts on one axis of time as one thing to touch: wheel, pinch, drag and keys move it, and one line marks the moment pointed at. */
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { PLOT_LEFT_PX, PLOT_RIGHT_PX } from '../charts/plot';
import { browserTime } from '../live/browser-time';
import type { Cursor } from './cursor';
import type { Plot } from './gestures';
import { attachPointers } from './pointers';
import classes from './surface.module.css';
import type { Span } from './view';

interface Props {
  label: string;
  span: Span;
  cursor: Cursor;
  /** Between the edges of the surface and those of the plot. */
  plot?: { left: number; right: number };
  onMove(span: Span): void;
  onReset(): void;
  children: ReactNode;
}

const usualPlot = { left: PLOT_LEFT_PX, right: PLOT_RIGHT_PX };

export function Surface({ label, span, cursor, plot: { left, right } = usualPlot, onMove, onReset, children }: Props) {
  const element = useRef<HTMLFieldSetElement>(null);
  const band = useRef<HTMLDivElement>(null);
  const latest = useRef({ span, onMove, onReset });
  latest.current = { span, onMove, onReset };

  useEffect(() => {
    const surface = element.current;
    if (surface === null) return;
    const plot = (): Plot => {
      const box = surface.getBoundingClientRect();
      return { left: box.left + left, width: Math.max(1, box.width - left - right) };
    };
    const drawBand = (from: number | null, to: number) => {
      const style = band.current?.style;
      if (style === undefined) return;
      style.display = from === null ? 'none' : 'block';
      if (from === null) return;
      style.setProperty('--from', String(Math.max(0, Math.min(from, to))));
      style.setProperty('--to', String(Math.min(1, Math.max(from, to))));
    };
    return attachPointers(surface, () => ({ ...latest.current, now: browserTime.now() }), plot, cursor, drawBand);
  }, [cursor, left, right]);

  return (
    <fieldset
      ref={element}
      className={classes.surface}
      aria-label={label}
      aria-keyshortcuts="+ - ArrowLeft ArrowRight 0"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it zooms and pans by keyboard (WCAG 2.1.1)
      tabIndex={0}
      style={{ '--plot-left': `${left}px`, '--plot-right': `${right}px` }}
    >
      {children}
      <div className={classes.plot} aria-hidden="true">
        <div ref={band} className={classes.band} />
        <CursorLine cursor={cursor} span={span} />
      </div>
    </fieldset>
  );
}

function CursorLine({ cursor, span }: { cursor: Cursor; span: Span }) {
  const at = useCursor(cursor);
  if (at === null || at < span.from || at > span.to) return null;
  const share = (at - span.from) / (span.to - span.from);
  return <div className={classes.cursor} style={{ left: `${(share * 100).toFixed(3)}%` }} />;
}

export function useCursor(cursor: Cursor): number | null {
  return useSyncExternalStore(cursor.onChange, cursor.at, () => null);
}
