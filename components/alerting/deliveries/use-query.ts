'use client';
/** The filters live in the address; a change is seen at once. */
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { type DeliveriesQuery, queryOf, searchOf } from './query';

export function useDeliveriesQuery(): [DeliveriesQuery, (change: Partial<DeliveriesQuery>) => void] {
  const text = useSearchParams().toString();
  const [query, setQuery] = useState(() => queryOf(new URLSearchParams(text)));
  useEffect(() => {
    // The router tells of our own changes too, and late: only what the address says now counts.
    const now = new URLSearchParams(window.location.search);
    if (now.toString() === text) setQuery((shown) => ({ ...queryOf(now), q: keptText(shown.q, now) }));
  }, [text]);
  const change = useCallback((changed: Partial<DeliveriesQuery>) => {
    setQuery((shown) => {
      const next = { ...shown, ...changed };
      window.history.replaceState(null, '', `${window.location.pathname}${searchOf(next)}`);
      return next;
    });
  }, []);
  return [query, change];
}

/** A space at the end of what is being typed is not in the address. */
function keptText(shown: string, now: URLSearchParams): string {
  const said = now.get('q') ?? '';
  return shown.trim() === said ? shown : said;
}
