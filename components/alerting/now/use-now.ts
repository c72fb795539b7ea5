'use client';
/** What the rules find, asked again every few seconds while the page is open and seen, and at once when an incident changes. */
import { useEffect, useState } from 'react';
import type { AlertsNow } from '#contract';
import { useIncidents } from '../../incidents/incidents-context';
import { browserTime } from '../../live/browser-time';
import { useApi } from '../../live/live-context';

const EVERY_MS = 5_000;

/** `null`: the worker did not answer the last time; then what it said before is no longer shown. */
export function useAlertsNow(first: AlertsNow | null): AlertsNow | null {
  const api = useApi();
  const incidents = useIncidents();
  const [now, setNow] = useState(first);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the incidents is a reason to ask
  useEffect(() => {
    let gone = false;
    let cancel: () => void = () => undefined;
    async function ask(): Promise<void> {
      const told = document.hidden ? undefined : await api.alertsNow();
      if (gone) return;
      if (told !== undefined) setNow(told);
      cancel = browserTime.after(EVERY_MS, () => void ask());
    }
    void ask();
    return () => {
      gone = true;
      cancel();
    };
  }, [api, incidents]);
  return now;
}
