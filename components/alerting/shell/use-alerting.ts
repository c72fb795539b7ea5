'use client';
/** What a page of alerting draws, kept current while it is open. */
import { useMemo } from 'react';
import type { AlertingSnapshot } from '#contract';
import { useApi, useLivePage } from '../../live/live-context';
import { type AlertingModel, alertingModel, alertingTopics, foldAlerting } from './model';

export function useAlerting(snapshot: AlertingSnapshot): AlertingModel {
  const api = useApi();
  const spec = useMemo(
    () => ({
      model: alertingModel,
      topics: alertingTopics,
      fold: foldAlerting,
      outdated: () => false,
      load: () => api.alerting(),
    }),
    [api],
  );
  return useLivePage(spec, snapshot);
}
