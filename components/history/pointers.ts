/** Turns the events of a surface into spans: which pointers are down, since where, and what that means. Knows no React. */
import type { EpochMs } from '#contract';
import type { Cursor } from './cursor';
import { afterDrag, afterKey, afterPinch, afterWheel, drawnOver, type Plot, timeAt } from './gestures';
import { type Span, sameSpan } from './view';

export interface SurfaceState {
  span: Span;
  now: EpochMs;
  onMove(span: Span): void;
  onReset(): void;
}

interface Held {
  start: Span;
  /** Where each pointer was put down, and where it is. */
  pointers: Map<number, { from: number; at: number }>;
  /** Shift: draws a span to look into, rather than dragging time along. */
  drawing: boolean;
  moved: boolean;
}

const CLICK_PX = 4;

/**
 * @param plotOf asked at each event, since pages scroll and resize
 * @param band shows what is being drawn over, as shares of the plot; null = nothing
 * @returns takes the listeners off again
 */
export function attachPointers(
  element: HTMLElement,
  state: () => SurfaceState,
  plotOf: () => Plot,
  cursor: Cursor,
  band: (from: number | null, to: number) => void,
): () => void {
  let held: Held | null = null;

  const isOurs = (e: Event) =>
    e.target instanceof Element && e.target.closest('a, button, summary, details, input, select, table') === null;

  function onWheel(e: WheelEvent): void {
    if (!isOurs(e)) return;
    const { span, now, onMove } = state();
    const { deltaX, deltaY, deltaMode } = e;
    const next = afterWheel(span, { x: e.clientX, deltaX, deltaY, mode: deltaMode, shift: e.shiftKey }, plotOf(), now);
    // Where there is no more to see, the page scrolls.
    if (sameSpan(next, span)) return;
    e.preventDefault();
    onMove(next);
  }

  function onDown(e: PointerEvent): void {
    if (!isOurs(e) || e.button !== 0) return;
    const { span } = state();
    if (held === null) held = { start: span, pointers: new Map(), drawing: e.shiftKey, moved: false };
    else held = { ...held, start: span, pointers: rebased(held.pointers) };
    held.pointers.set(e.pointerId, { from: e.clientX, at: e.clientX });
  }

  function onPointer(e: PointerEvent): void {
    const plot = plotOf();
    const { span, now, onMove } = state();
    if (e.pointerType === 'mouse' || held !== null) cursor.set(timeAt(e.clientX, plot, span));
    const pointer = held?.pointers.get(e.pointerId);
    if (held === null || pointer === undefined) return;
    pointer.at = e.clientX;
    if (!held.moved && Math.abs(pointer.at - pointer.from) < CLICK_PX) return;
    if (!held.moved) element.setPointerCapture(e.pointerId);
    held.moved = true;
    const [first, second] = [...held.pointers.values()];
    if (first === undefined) return;
    if (second !== undefined)
      onMove(afterPinch(held.start, [first.from, second.from], [first.at, second.at], plot, now));
    else if (held.drawing) band((first.from - plot.left) / plot.width, (first.at - plot.left) / plot.width);
    else onMove(afterDrag(held.start, first.from, first.at, plot, now));
  }

  function onUp(e: PointerEvent): void {
    const pointer = held?.pointers.get(e.pointerId);
    if (held === null || pointer === undefined) return;
    held.pointers.delete(e.pointerId);
    if (held.drawing) {
      band(null, 0);
      const { span, now, onMove } = state();
      const over = e.type === 'pointerup' ? drawnOver(span, pointer.from, e.clientX, plotOf(), now) : null;
      if (over !== null) onMove(over);
    }
    held = held.pointers.size === 0 ? null : { ...held, start: state().span, pointers: rebased(held.pointers) };
  }

  function onKey(e: KeyboardEvent): void {
    if (e.target !== element || e.ctrlKey || e.metaKey || e.altKey) return;
    const { span, now, onMove, onReset } = state();
    const next = afterKey(span, e.key, now);
    if (next === null) return;
    e.preventDefault();
    if (next === 'reset') onReset();
    else onMove(next);
  }

  const leave = () => cursor.set(null);
  const listeners = [
    listen(element, 'wheel', onWheel, { passive: false }),
    listen(element, 'pointerdown', onDown),
    listen(element, 'pointermove', onPointer),
    listen(element, 'pointerup', onUp),
    listen(element, 'pointercancel', onUp),
    listen(element, 'pointerleave', leave),
    listen(element, 'keydown', onKey),
  ];
  return () => {
    for (const stop of listeners) stop();
  };
}

function rebased(pointers: Held['pointers']): Held['pointers'] {
  return new Map([...pointers].map(([id, { at }]) => [id, { from: at, at }]));
}

function listen<K extends keyof HTMLElementEventMap>(
  element: HTMLElement,
  type: K,
  run: (event: HTMLElementEventMap[K]) => void,
  options?: AddEventListenerOptions,
): () => void {
  element.addEventListener(type, run, options);
  return () => element.removeEventListener(type, run, options);
}
