/** The keys that other programs come in with. */
import type { Metadata } from 'next';
import { KeysView } from '../../../components/access/keys-view';
import { accessKeys } from '../../lib/access';
import { loadClusterTeams } from '../../lib/cluster-teams';
import { pageFor } from '../../lib/guard';
import { wallTime } from '../../lib/time';

export const metadata: Metadata = { title: 'API keys' };

export default async function KeysRoute() {
  return pageFor('administer', async (viewer) => {
    const [keys, known] = await Promise.all([accessKeys(), loadClusterTeams(viewer)]);
    return <KeysView at={wallTime()} keys={keys} known={known} />;
  });
}
