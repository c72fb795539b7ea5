'use client';
/** The calendar of some weeks, asked for again when somebody turns the page or the windows change. */
import { useEffect, useRef, useState } from 'react';
import type { MaintenanceCalendar, PlannedWindow } from '#contract';
import { useApi } from '../../live/live-context';

const PAGE_MS = 28 * 86_400_000;

/** @returns the calendar, and how to turn so many pages */
export function useCalendar(
  first: MaintenanceCalendar,
  windows: readonly PlannedWindow[],
): [MaintenanceCalendar, (pages: number) => void] {
  const api = useApi();
  const [calendar, setCalendar] = useState(first);
  const [pages, setPages] = useState(0);
  const known = windows.map((w) => `${w.id} ${w.name}`).join();
  const shown = useRef({ pages: 0, known });
  useEffect(() => {
    if (shown.current.pages === pages && shown.current.known === known) return;
    let gone = false;
    void api.calendar(first.from + pages * PAGE_MS, first.to + pages * PAGE_MS).then((told) => {
      if (gone || told === null) return;
      shown.current = { pages, known };
      setCalendar(told);
    });
    return () => {
      gone = true;
    };
  }, [api, first, pages, known]);
  return [calendar, (by) => setPages((n) => n + by)];
}
