/** The channels, and how each does. */
import type { Metadata } from 'next';
import { ChannelsView } from '../../../components/alerting/channels/channels-view';
import { loadAlerting } from '../../lib/alerting';

export const metadata: Metadata = { title: 'Channels' };

export default async function ChannelsRoute() {
  return <ChannelsView snapshot={await loadAlerting()} />;
}
