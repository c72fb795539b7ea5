'use client';
/** The overview: one sentence, the counts, what needs attention, and a card per node and transport that keeps its place. */
import type { EpochMs } from '#contract';
import { PageClockProvider, useApi, useLivePage, useTrust } from '../live/live-context';
import type { Trust } from '../live/trust';
import { Attention } from './attention';
import { CardGrid } from './card-grid';
import { Counts } from './counts';
import { EmptyOverview } from './empty-overview';
import { foldOverview, type OverviewPage, overviewModel, overviewTopics } from './model';
import classes from './overview-view.module.css';
import { SentenceLine } from './sentence-line';

export function OverviewView({ page }: { page: OverviewPage }) {
  const api = useApi();
  const model = useLivePage(
    {
      model: overviewModel,
      topics: overviewTopics,
      fold: foldOverview,
      outdated: (m) => m.outdated,
      load: () => api.overview(),
    },
    page,
  );
  const trust = useTrust(page);
  const cards = [...model.cards.values()];
  const states = cards.map((c) => c.state);
  const blindSince = blindOf(trust);
  if (cards.length === 0) return <EmptyOverview />;
  return (
    <PageClockProvider at={page.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        <SentenceLine states={states} trust={trust} />
        <div className={classes.band}>
          <Counts states={states} blindSince={blindSince} />
          <Attention states={states} blindSince={blindSince} />
        </div>
        <CardGrid cards={cards} unknown={model.unknown} blindSince={blindSince} />
      </div>
    </PageClockProvider>
  );
}

function blindOf(trust: Trust): EpochMs | null {
  return trust.kind === 'blind' ? trust.since : null;
}
