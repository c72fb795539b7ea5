'use client';
/** The chosen disconnect lives in the address, so that a view can be sent to a colleague. */
import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

export interface PageQuery {
  /** The disconnect whose story is told; null: the last one. */
  disconnectId: string | null;
  /** Scope of teams that the reader came with. */
  teams: string | null;
  choose(disconnectId: string): void;
}

export function usePageQuery(): PageQuery {
  const params = useSearchParams();
  const choose = useCallback((disconnectId: string) => {
    const next = new URLSearchParams(window.location.search);
    next.set('disconnect', disconnectId);
    const text = next.toString().replaceAll('%2F', '/').replaceAll('%2C', ',').replaceAll('%3A', ':');
    window.history.replaceState(null, '', `${window.location.pathname}?${text}`);
  }, []);
  return { disconnectId: params.get('disconnect'), teams: params.get('teams'), choose };
}
