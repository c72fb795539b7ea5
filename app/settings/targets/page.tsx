/** Every session that Holdfast holds. */
import type { Metadata } from 'next';
import { TargetSettings } from '../../../components/settings/targets/targets-view';
import { pageFor } from '../../lib/guard';
import { loadOverview } from '../../lib/snapshots';
import { clustersToTag, nodeTagsNow } from '../../lib/tags';

export const metadata: Metadata = { title: 'Targets' };

export default async function TargetsRoute() {
  return pageFor('configure', async () => {
    const [snapshot, clusters, tags] = await Promise.all([loadOverview(), clustersToTag(), nodeTagsNow()]);
    return <TargetSettings snapshot={snapshot} configuration={clusters} tags={tags} />;
  });
}
