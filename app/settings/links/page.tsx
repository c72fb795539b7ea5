/** The links that open the wall without a sign-in. */
import type { Metadata } from 'next';
import { LinksView } from '../../../components/access/links-view';
import { wallLinks } from '../../lib/access';
import { loadClusterTeams } from '../../lib/cluster-teams';
import { pageFor } from '../../lib/guard';
import { wallTime } from '../../lib/time';

export const metadata: Metadata = { title: 'Viewer links' };

export default async function LinksRoute() {
  return pageFor('administer', async (viewer) => {
    const [links, clusters] = await Promise.all([wallLinks(), loadClusterTeams(viewer)]);
    return <LinksView at={wallTime()} links={links} known={clusters.map(({ key, name }) => ({ key, name }))} />;
  });
}
