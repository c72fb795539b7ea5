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
  /** What is to be asked for: of a live range the same until it is time to ask again. */
  asked: Span;
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
/** A live range moves on by about a pixel. */
const GRAIN_SHARE = 1 / 900;

/**
 * @param at the server's time of rendering
 * @param clock of a page that is live: what it shows ends there, and is fetched again less often; null = it ends when it was fetched
 */
export function useView(at: EpochMs, usual: LiveRange = ranges[0], clock: EpochMs | null = null): PageView {
  const params = useSearchParams();
  const text = params.toString();
  const view = useMemo(() => viewOf(new URLSearchParams(text), usual), [text, usual]);
  const [draft, setDraft] = useState<Span | null>(null);
  const [moving, setMoving] = useState(false);
  const [now, setNow] = useState(at);
  const live = clock !== null;
  const time = useRef({ clock, fetched: now });
  time.current = { clock, fetched: now };
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
      setNow(time.current.clock ?? browserTime.now());
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
    const every = Math.min(300_000, Math.max(live ? 60_000 : 10_000, view.range.ms * REFRESH_SHARE));
    const current = () => time.current.clock ?? browserTime.now();
    // What the browser had kept, or a clock that is set wrong, may be far from the time of rendering.
    const age = Math.abs(current() - time.current.fetched);
    let cancel = browserTime.after(age > every ? 0 : every, beat);
    function beat(): void {
      setNow(current());
      cancel = browserTime.after(every, beat);
    }
    return () => cancel();
  }, [view, live]);

  const asked = useMemo(() => draft ?? spanOf(view, now), [draft, view, now]);
  const until = draft !== null || view.kind === 'fixed' || clock === null ? null : movedOn(clock, now, view.range.ms);
  const span = useMemo(() => (until === null ? asked : spanOf(view, until)), [asked, view, until]);
  return {
    view: draft === null ? view : { kind: 'fixed', ...draft },
    span,
    asked,
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

/** Never behind what was fetched last. */
function movedOn(clock: EpochMs, fetched: EpochMs, rangeMs: number): EpochMs {
  const grain = Math.max(1_000, Math.min(60_000, rangeMs * GRAIN_SHARE));
  return Math.max(fetched, Math.floor(clock / grain) * grain);
}
