'use client';
/** The overview: the board where there are agents or Finesse servers, and the sessions as cards, alone where there are none. */
import type { EpochMs, Scope } from '#contract';
import { Board } from '../board/board';
import { PromiseLine } from '../board/promise-line';
import { ScopeBar } from '../board/scope-bar';
import { BoardSentenceLine } from '../board/sentence-line';
import { PageClockProvider, useApi, useLivePage, useTrust } from '../live/live-context';
import type { Trust } from '../live/trust';
import { clustersOf } from './clusters-of';
import { type EmptyFacts, EmptyOverview } from './empty-overview';
import classes from './overview-view.module.css';
import {
  foldOverviewPage,
  isOutdated,
  type OverviewData,
  overviewData,
  overviewPageModel,
  overviewPageTopics,
} from './page-model';
import { SessionsOverview, SessionsSection } from './sessions';

interface Props {
  page: OverviewData;
  /** As the address asks; null: all. */
  clusterKey: string | null;
  teams: Scope;
  /** null: something was watched when the page was made. */
  empty: EmptyFacts | null;
}

export function OverviewView({ page, clusterKey, teams, empty }: Props) {
  const api = useApi();
  const { board, targets } = useLivePage(
    {
      model: overviewPageModel,
      topics: overviewPageTopics,
      fold: foldOverviewPage,
      outdated: isOutdated,
      async load() {
        const [freshBoard, freshTargets] = await Promise.all([api.board({ clusterKey, teams }), api.overview()]);
        return freshBoard === null || freshTargets === null ? null : overviewData(freshBoard, freshTargets);
      },
    },
    page,
  );
  const trust = useTrust(page);
  const all = [...targets.cards.values()];
  const cards = clusterKey === null ? all : all.filter((c) => c.state.clusterKey === clusterKey);
  const blindSince = blindOf(trust);
  const isBoard = board.servers.size > 0 || board.totals.all > 0 || board.teamsAsked !== null;
  if (all.length === 0 && !isBoard) return <EmptyOverview facts={empty} />;
  const states = cards.map((c) => c.state);
  const sessions = { cards, unknown: targets.unknown, blindSince };
  return (
    <PageClockProvider at={page.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        <ScopeBar clusters={clustersOf(all, board)} chosen={clusterKey} model={board} />
        {isBoard ? (
          <>
            <BoardSentenceLine model={board} states={states} trust={trust} />
            <PromiseLine model={board} />
            <div className={classes.dims}>
              <Board
                model={board}
                cards={cards}
                observerId={page.observer?.observerId ?? 'local'}
                blindSince={blindSince}
              />
            </div>
            <SessionsSection {...sessions} />
          </>
        ) : (
          <SessionsOverview {...sessions} trust={trust} />
        )}
      </div>
    </PageClockProvider>
  );
}

function blindOf(trust: Trust): EpochMs | null {
  return trust.kind === 'blind' ? trust.since : null;
}
