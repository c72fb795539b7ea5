/** Every session that Holdfast holds. */
import type { Metadata } from 'next';
import { TargetSettings } from '../../../components/settings/targets/targets-view';
import { configurationView } from '../../lib/configuration';
import { pageFor } from '../../lib/guard';
import { loadOverview } from '../../lib/snapshots';
import { nodeTagsNow } from '../../lib/tags';

export const metadata: Metadata = { title: 'Targets' };

export default async function TargetsRoute() {
  return pageFor('configure', async () => {
    const [snapshot, { revision, items }, tags] = await Promise.all([
      loadOverview(),
      configurationView(),
      nodeTagsNow(),
    ]);
    const clusters = items.filter((item) => item.kind === 'cluster');
    return <TargetSettings snapshot={snapshot} configuration={{ revision, items: clusters }} tags={tags} />;
  });
}
