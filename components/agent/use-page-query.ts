'use client';
/** The window and the chosen disconnect live in the address, so that a view can be sent to a colleague. */
import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import { usualZoom, type Zoom, zoomOf } from './zoom';

export interface PageQuery {
  zoom: Zoom;
  /** The disconnect whose story is told; null: the last one. */
  disconnectId: string | null;
  /** Scope of teams that the reader came with. */
  teams: string | null;
  change(change: { zoom?: Zoom; disconnectId?: string }): void;
}

export function usePageQuery(): PageQuery {
  const params = useSearchParams();
  const change = useCallback<PageQuery['change']>(({ zoom, disconnectId }) => {
    const next = new URLSearchParams(window.location.search);
    if (zoom !== undefined) {
      if (zoom.key === usualZoom.key) next.delete('window');
      else next.set('window', zoom.key);
    }
    if (disconnectId !== undefined) next.set('disconnect', disconnectId);
    const text = next.toString().replaceAll('%2F', '/').replaceAll('%2C', ',');
    window.history.replaceState(null, '', `${window.location.pathname}${text === '' ? '' : `?${text}`}`);
  }, []);
  return {
    zoom: zoomOf(params.get('window')),
    disconnectId: params.get('disconnect'),
    teams: params.get('teams'),
    change,
  };
}
