/** The overview; `?cluster=K` and `?teams=K/T,…` limit it. */
import { type Scope, scopeOf, scopeText, slug, withinTeams } from '#contract';
import type { EmptyFacts } from '../components/overview/empty-overview';
import { OverviewView } from '../components/overview/overview-view';
import { overviewData } from '../components/overview/page-model';
import { configurationView } from './lib/configuration';
import { pageFor } from './lib/guard';
import { people } from './lib/people';
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
  const empty = page.targets.targets.length === 0 && page.board.servers.length === 0 ? await emptyFacts() : null;
  return <OverviewView key={`${clusterKey} ${scopeText(teams)}`} {...{ page, clusterKey, teams, empty }} />;
}

/** What to say where nothing is watched: whether it is only about to begin, and who could change it. */
async function emptyFacts(): Promise<EmptyFacts> {
  const [{ items }, everybody] = await Promise.all([configurationView(), (await people()).people.people()]);
  const administrators = everybody.filter(({ role, disabled }) => role === 'administrator' && !disabled);
  return {
    isSetUp: items.some(({ kind }) => kind === 'cluster'),
    administrators: administrators.map(({ name }) => name),
  };
}
