/** What was told whom, try by try. */
import type { Metadata } from 'next';
import { DeliveriesView } from '../../../components/alerting/deliveries/deliveries-view';
import { loadAlerting } from '../../lib/alerting';
import { pageFor } from '../../lib/guard';

export const metadata: Metadata = { title: 'Deliveries' };

export default async function DeliveriesRoute() {
  return pageFor('see-alerting', async () => <DeliveriesView snapshot={await loadAlerting()} />);
}
