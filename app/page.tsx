/** The overview; `?cluster=K` and `?teams=K/T,…` limit it. */
import { scopeOf, slug } from '#contract';
import { OverviewView } from '../components/overview/overview-view';
import { overviewData } from '../components/overview/page-model';
import { loadBoard, loadOverview } from './lib/snapshots';

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OverviewRoute({ searchParams }: Props) {
  const { cluster, teams: asked } = await searchParams;
  const clusterKey = slug.safeParse(cluster).data ?? null;
  const teams = scopeOf(typeof asked === 'string' ? asked : null);
  const [board, targets] = await Promise.all([loadBoard({ clusterKey, teams }), loadOverview()]);
  const page = overviewData(board, targets);
  if (page === null) throw new Error('the database was exchanged between two reads');
  return <OverviewView key={`${cluster} ${asked}`} page={page} clusterKey={clusterKey} teams={teams} />;
}
