/** Sets a cluster up, step by step, with a live test of its connection. */
import type { Metadata } from 'next';
import { ClusterWizard } from '../../../components/set-up/wizard/cluster-wizard';
import { loadAlerting } from '../../lib/alerting';
import { configurationView } from '../../lib/configuration';
import { pageFor } from '../../lib/guard';

export const metadata: Metadata = { title: 'Set up a cluster' };

export default async function SetUpClusterRoute() {
  return pageFor('configure', async () => {
    const [alerting, { items }] = await Promise.all([loadAlerting(), configurationView()]);
    return <ClusterWizard alerting={alerting} isFirst={items.every(({ kind }) => kind !== 'cluster')} />;
  });
}
