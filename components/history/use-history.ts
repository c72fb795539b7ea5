'use client';
/** The series of a view, fetched as it moves. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { browserTime } from '../live/browser-time';
import { createLoader, firstOf, type Given, type Shown } from './loader';
import type { PageView } from './use-view';

interface Options<A, S> {
  page: PageView;
  /** An empty list asks for nothing. */
  wanted: readonly A[];
  load(asked: A): Promise<S | null>;
  /** What came with the page, in the order of `wanted`. */
  given?: readonly Given<A, S>[];
}

export function useHistory<A, S>({ page, wanted, load, given = [] }: Options<A, S>): Shown<S> {
  const [loader] = useState(() => createLoader(browserTime, load, given));
  const [first] = useState(() => firstOf(given));
  const last = useRef('');
  const { moving, view } = page;
  const key = JSON.stringify(wanted);
  // Of a live range, only the times are others after a while.
  const same = view.kind === 'live' ? `${view.range.key} ${key.replace(/"(from|to)":\d+/g, '')}` : key;
  const latest = useRef(wanted);
  latest.current = wanted;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of what is wanted
  useEffect(() => {
    if (latest.current.length === 0) return;
    loader.ask(latest.current, moving ? 'moving' : same === last.current ? 'refresh' : 'now');
    last.current = same;
  }, [loader, key, same, moving]);
  useEffect(() => () => loader.stop(), [loader]);
  return useSyncExternalStore(loader.onChange, loader.shown, () => first);
}
