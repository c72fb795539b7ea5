'use client';
/** Tells the worker that somebody opened a named agent's history: once per opening, whatever is drawn again meanwhile. */
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../live/live-context';

export type Viewed = 'not-shown' | 'recorded' | 'not-recorded';

/** @param shown false: no history is shown, so there is nothing to record */
export function useViewed(clusterKey: string, loginId: string, shown: boolean): Viewed {
  const api = useApi();
  const sent = useRef(false);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    if (!shown || sent.current) return;
    sent.current = true;
    void api.command({ command: 'view-agent', clusterKey, loginId }).then((reply) => {
      if (reply.status === 'refused') setRefused(true);
    });
  }, [api, clusterKey, loginId, shown]);
  if (!shown) return 'not-shown';
  return refused ? 'not-recorded' : 'recorded';
}
