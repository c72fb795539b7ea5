'use client';
/** The review of an incident, asked for again when the incident changes, and now and then while it is open. */
import { useEffect, useState } from 'react';
import type { OutageReview } from '#contract';
import { browserTime } from '../live/browser-time';
import { useApi } from '../live/live-context';

/** Incidents change in bursts: one answer for all of a burst. */
const SETTLE_MS = 1_500;
const RETRY_MS = 10_000;
const WHILE_OPEN_MS = 20_000;
/** For what was late, such as agents that come back after it is over. */
const AFTERWARDS_MS = 60_000;
const FOLLOWED_MS = 3_600_000;

export interface ReviewState {
  /** null: none yet. */
  review: OutageReview | null;
  failed: boolean;
  names: boolean;
  setNames(names: boolean): void;
  retry(): void;
}

interface Answered {
  review: OutageReview | null;
  failed: boolean;
}

export function useReview(incidentId: string, revision: number, first: OutageReview | null): ReviewState {
  const api = useApi();
  const [answered, setAnswered] = useState<Answered>({ review: first, failed: false });
  const [names, setNames] = useState(false);
  useEffect(() => {
    const wait = waitMs(answered, revision, names);
    if (wait === null) return;
    let gone = false;
    const cancel = browserTime.after(wait, async () => {
      const fresh = await api.review(incidentId, names);
      if (!gone) setAnswered({ review: fresh ?? answered.review, failed: fresh === null });
    });
    return () => {
      gone = true;
      cancel();
    };
  }, [api, incidentId, revision, names, answered]);
  return { ...answered, names, setNames, retry: () => setAnswered({ ...answered, failed: false }) };
}

/** How long until it is worth asking; null: it stays as it is. */
function waitMs({ review, failed }: Answered, revision: number, names: boolean): number | null {
  if (failed) return RETRY_MS;
  if (review === null || review.names !== names) return 0;
  if (review.incident.revision < revision) return SETTLE_MS;
  const { resolved } = review.incident;
  if (resolved === null) return WHILE_OPEN_MS;
  return review.at - resolved.time > FOLLOWED_MS ? null : AFTERWARDS_MS;
}
