'use client';
/** Times of a story in the viewer's zone: with their day where it is not the day on which the story began. */
import { useCallback } from 'react';
import { beganAt, type Disconnect } from '#contract';
import { formatMoment } from '../format/clock';
import { useNow, useZone } from '../live/live-context';
import { lastSignOf, type When } from './story-of';

export function useWhen(disconnect: Disconnect): When {
  const { zone } = useZone();
  const began = beganAt(disconnect) || (lastSignOf(disconnect)?.last ?? 0);
  return useCallback<When>((at) => formatMoment(at, began, zone), [began, zone]);
}

/** Times of anything else on the page: with their day where it is not today. */
export function useWindowTimes(): When {
  const { zone } = useZone();
  const now = useNow();
  return (at) => formatMoment(at, now, zone);
}
