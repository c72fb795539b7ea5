/** The clusters and their servers; with `?cluster=KEY`, `?clone=KEY` or `?new=finesse` the editor of one. */
import type { Metadata } from 'next';
import { ClustersView } from '../../../components/settings/clusters/clusters-view';
import type { Asked } from '../../../components/settings/clusters/model';
import { configurationView } from '../../lib/configuration';
import { pageFor } from '../../lib/guard';
import { type PageParams, queryOf } from '../../lib/page-query';
import { loadSessions } from '../../lib/settings-pages';

export const metadata: Metadata = { title: 'Clusters and servers' };

export default async function ClustersRoute({ searchParams }: { searchParams: PageParams }) {
  const query = await queryOf(searchParams);
  const add = query.get('new');
  const asked: Asked = {
    cluster: query.get('cluster'),
    clone: query.get('clone'),
    add: add === 'finesse' || add === 'xmpp' ? add : null,
  };
  return pageFor('configure', async () => {
    const [configuration, targets] = await Promise.all([configurationView(), loadSessions()]);
    return <ClustersView configuration={configuration} targets={targets} asked={asked} />;
  });
}
