/** The overview; `?cluster=K` and `?teams=K/T,…` limit it. */
import { type Scope, scopeOf, scopeText, slug, withinTeams } from '#contract';
import { OverviewView } from '../components/overview/overview-view';
import { overviewData } from '../components/overview/page-model';
import { pageFor } from './lib/guard';
import { loadBoard, loadOverview } from './lib/snapshots';

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OverviewRoute({ searchParams }: Props) {
  const { cluster, teams: asked } = await searchParams;
  const clusterKey = slug.safeParse(cluster).data ?? null;
  const scope = scopeOf(typeof asked === 'string' ? asked : null);
  return pageFor('see-agents', async ({ teams: theirs }) => overview(clusterKey, withinTeams(theirs, scope)));
}

async function overview(clusterKey: string | null, teams: Scope) {
  const [board, targets] = await Promise.all([loadBoard({ clusterKey, teams }), loadOverview()]);
  const page = overviewData(board, targets);
  if (page === null) throw new Error('the database was exchanged between two reads');
  return <OverviewView key={`${clusterKey} ${scopeText(teams)}`} page={page} clusterKey={clusterKey} teams={teams} />;
}
