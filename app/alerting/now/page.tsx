/** Alerts now: what the rules find, fired or not yet. */
import type { Metadata } from 'next';
import { NowView } from '../../../components/alerting/now/now-view';
import { loadAlerting, loadAlertsNow } from '../../lib/alerting';
import { pageFor } from '../../lib/guard';

export const metadata: Metadata = { title: 'Alerts now' };

export default async function AlertsNowRoute() {
  return pageFor('see-alerting', async () => {
    const [snapshot, now] = await Promise.all([loadAlerting(), loadAlertsNow()]);
    return <NowView snapshot={snapshot} first={now} />;
  });
}
