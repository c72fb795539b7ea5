'use client';
/** The view that the address holds, a draft of it while a gesture goes on, and what else the charts of a page are asked for. */
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { EpochMs } from '#contract';
import { browserTime } from '../live/browser-time';
import { type LiveRange, putView, ranges, type Span, sameSpan, spanOf, type View, viewOf } from './view';

export interface PageView {
  view: View;
  /** What is to be seen right now. */
  span: Span;
  /** A gesture goes on: the address follows when it is over. */
  moving: boolean;
  /** Of the address, e.g. `compare`. */
  param(name: string): string | null;
  pick(view: View): void;
  move(span: Span): void;
  /** Back to the range that was picked last. */
  reset(): void;
  setParam(name: string, value: string | null): void;
}

const SETTLED_MS = 260;
/** A live range is fetched again after this share of it, within limits. */
const REFRESH_SHARE = 1 / 300;

/** @param at the server's time of rendering */
export function useView(at: EpochMs, usual: LiveRange = ranges[0]): PageView {
  const params = useSearchParams();
  const text = params.toString();
  const view = useMemo(() => viewOf(new URLSearchParams(text), usual), [text, usual]);
  const [draft, setDraft] = useState<Span | null>(null);
  const [moving, setMoving] = useState(false);
  const [now, setNow] = useState(at);
  const picked = useRef<View>(view.kind === 'live' ? view : { kind: 'live', range: usual });

  const write = useCallback((change: (query: URLSearchParams) => void) => {
    const query = new URLSearchParams(window.location.search);
    change(query);
    const next = query.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
    window.history.replaceState(null, '', `${window.location.pathname}${next === '' ? '' : `?${next}`}`);
  }, []);

  const pick = useCallback(
    (next: View) => {
      if (next.kind === 'live') picked.current = next;
      setDraft(null);
      setNow(browserTime.now());
      write((query) => putView(query, next, usual));
    },
    [write, usual],
  );

  // The address is written once the gesture is over: browsers refuse to change it hundreds of times.
  useEffect(() => {
    if (draft === null) return;
    setMoving(true);
    return browserTime.after(SETTLED_MS, () => {
      setMoving(false);
      write((query) => putView(query, { kind: 'fixed', ...draft }, usual));
    });
  }, [draft, write, usual]);

  // Until the address says the same, what was last before the gesture must not flash up.
  useEffect(() => {
    if (draft !== null && !moving && view.kind === 'fixed' && sameSpan(draft, view)) setDraft(null);
  }, [draft, moving, view]);

  useEffect(() => {
    if (view.kind === 'fixed') return;
    const every = Math.min(300_000, Math.max(10_000, view.range.ms * REFRESH_SHARE));
    let cancel = browserTime.after(0, beat);
    function beat(): void {
      setNow(browserTime.now());
      cancel = browserTime.after(every, beat);
    }
    return () => cancel();
  }, [view]);

  const span = useMemo(() => draft ?? spanOf(view, now), [draft, view, now]);
  return {
    view: draft === null ? view : { kind: 'fixed', ...draft },
    span,
    moving,
    param: (name) => params.get(name),
    pick,
    move: setDraft,
    reset: () => pick(picked.current),
    setParam: (name, value) =>
      write((query) => {
        if (value === null || value === '') query.delete(name);
        else query.set(name, value);
      }),
  };
}
