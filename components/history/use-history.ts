'use client';
/** The series of a view, fetched as it moves. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { SeriesAsked } from '../live/api';
import { browserTime } from '../live/browser-time';
import { useApi } from '../live/live-context';
import { createLoader, type Shown } from './loader';

const nothing: Shown = { status: 'waiting', series: [] };

/** @param wanted an empty list asks for nothing */
export function useHistory(wanted: readonly SeriesAsked[], moving: boolean): Shown {
  const api = useApi();
  const [loader] = useState(() => createLoader(browserTime, api.series));
  const key = JSON.stringify(wanted);
  useEffect(() => {
    const asked: SeriesAsked[] = JSON.parse(key);
    if (asked.length > 0) loader.ask(asked, moving);
  }, [loader, key, moving]);
  useEffect(() => () => loader.stop(), [loader]);
  return useSyncExternalStore(loader.onChange, loader.shown, () => nothing);
}
