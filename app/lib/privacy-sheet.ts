/** What the sheet for a works council is made of. */
import type { PrivacySheet } from '#contract';
import { installedVersion } from '../../server/config/version';
import { sheetOf } from '../../server/domain/privacy/sheet';
import { privacyInForce } from './privacy';
import { store } from './store';
import { wallTime } from './time';

export async function loadSheet(): Promise<PrivacySheet> {
  const reads = await store();
  const at = wallTime();
  const [running, clusters, alerting] = await Promise.all([
    privacyInForce(),
    reads.watchedClusters(null),
    reads.alertingSnapshot(at, at, 1),
  ]);
  const watched = clusters.flatMap((c) => (c.removed ? [] : [c.name]));
  return sheetOf({ running, at, version: installedVersion(), watched, channels: alerting.setup?.channels.length ?? 0 });
}
