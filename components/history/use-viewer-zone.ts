'use client';
/** The name of the zone that days begin in: the viewer's, or the server's until the browser has taken over. */
import { useZone } from '../live/live-context';

export function useViewerZone(): string {
  const { zone, serverZone } = useZone();
  if (zone !== undefined || typeof window === 'undefined') return zone ?? serverZone;
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
