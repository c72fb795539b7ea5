'use client';
/** What the table shows lives in the address; a change is seen at once, and the address follows. */
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { type AgentsQuery, queryOf, searchOf } from './query';

export type ChangeQuery = (change: Partial<AgentsQuery>) => void;

/** An opened panel is a step that the browser's Back undoes; everything else replaces the address. */
export function useAgentsQuery(): [AgentsQuery, ChangeQuery] {
  const text = useSearchParams().toString();
  const [query, setQuery] = useState(() => queryOf(new URLSearchParams(text)));
  useEffect(() => {
    // The router tells of our own changes too, and late: only what the address says now counts.
    const now = new URLSearchParams(window.location.search);
    if (now.toString() === text) setQuery((shown) => same(shown, queryOf(now)));
  }, [text]);
  const change = useCallback<ChangeQuery>((changed) => {
    const now = new URLSearchParams(window.location.search);
    const before = queryOf(now);
    const next = { ...before, ...changed };
    const url = `${window.location.pathname}${searchOf(next, now)}`;
    if (before.agent === null && next.agent !== null) window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
    setQuery((shown) => same(shown, next));
  }, []);
  return [query, change];
}

/** The old object for an equal one, so that nothing is drawn again. */
function same(shown: AgentsQuery, next: AgentsQuery): AgentsQuery {
  return JSON.stringify(shown) === JSON.stringify(next) ? shown : next;
}
