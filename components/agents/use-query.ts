'use client';
/** What the table shows lives in the address: read from there, written to there, never kept twice. */
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type AgentsQuery, queryOf, searchOf } from './query';

export type ChangeQuery = (change: Partial<AgentsQuery>) => void;

/** An opened panel is a step that the browser's Back undoes; everything else replaces the address. */
export function useAgentsQuery(): [AgentsQuery, ChangeQuery] {
  const params = useSearchParams();
  const query = useMemo(() => queryOf(new URLSearchParams(params)), [params]);
  const change = useCallback<ChangeQuery>((changed) => {
    const now = new URLSearchParams(window.location.search);
    const before = queryOf(now);
    const next = { ...before, ...changed };
    const url = `${window.location.pathname}${searchOf(next, now)}`;
    if (before.agent === null && next.agent !== null) window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
  }, []);
  return [query, change];
}
