/** Every session that Holdfast holds. */
import type { Metadata } from 'next';
import { TargetSettings } from '../../../components/settings/targets/targets-view';
import { pageFor } from '../../lib/guard';
import { loadOverview } from '../../lib/snapshots';

export const metadata: Metadata = { title: 'Targets' };

export default async function TargetsRoute() {
  return pageFor('configure', async () => <TargetSettings snapshot={await loadOverview()} />);
}
