/** What the pages of alerting read. */
import { type AlertingSnapshot, type AlertsNow, alertsNow } from '#contract';
import { store } from './store';
import { wallTime } from './time';
import { askWorker } from './worker';

const SILENCES_BACK_MS = 14 * 86_400_000;
const DELIVERIES_AT_MOST = 500;

/** Silences that ended in the last two weeks; every delivery that waits or was given up, and the newest others. */
export async function loadAlerting(): Promise<AlertingSnapshot> {
  const at = wallTime();
  return (await store()).alertingSnapshot(at, at - SILENCES_BACK_MS, DELIVERIES_AT_MOST);
}

/** What the rules find now, asked of the worker; null: it does not answer. */
export function loadAlertsNow(): Promise<AlertsNow | null> {
  return askWorker('/control/alerts-now', alertsNow);
}
