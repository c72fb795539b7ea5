/** The channels, and how each does. */
import type { Metadata } from 'next';
import { ChannelsView } from '../../../components/alerting/channels/channels-view';
import { loadAlerting } from '../../lib/alerting';
import { pageFor } from '../../lib/guard';

export const metadata: Metadata = { title: 'Channels' };

export default async function ChannelsRoute() {
  return pageFor('see-alerting', async () => <ChannelsView snapshot={await loadAlerting()} />);
}
