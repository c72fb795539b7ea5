/** The channels; with `?channel=NAME`, `?clone=NAME` or `?new=email` the editor of one. */
import type { Metadata } from 'next';
import { ChannelSettings } from '../../../components/settings/channels/channels-view';
import { channelKindIn } from '../../../components/settings/channels/model';
import { loadAlerting } from '../../lib/alerting';
import { configurationView } from '../../lib/configuration';
import { pageFor } from '../../lib/guard';
import { type PageParams, queryOf } from '../../lib/page-query';

export const metadata: Metadata = { title: 'Channels' };

export default async function ChannelSettingsRoute({ searchParams }: { searchParams: PageParams }) {
  const query = await queryOf(searchParams);
  const asked = {
    ...{ channel: query.get('channel'), clone: query.get('clone'), add: channelKindIn(query.get('new')) },
  };
  return pageFor('configure', async () => {
    const [configuration, alerting] = await Promise.all([configurationView(), loadAlerting()]);
    return <ChannelSettings configuration={configuration} alerting={alerting} asked={asked} />;
  });
}
