'use client';
/** Everybody in sight as a table that follows the stream, with a panel for the one that was picked. */
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useCallback } from 'react';
import { type BoardSnapshot, scopeText } from '#contract';
import { foldBoard } from '../board/fold';
import { agentsOf, boardModel, boardTopics } from '../board/model';
import { PageClockProvider, useApi, useLiveStore, useTrust } from '../live/live-context';
import { AgentPanel } from './agent-panel';
import { AgentsGrid } from './agents-grid';
import classes from './agents-view.module.css';
import { CountLine } from './count-line';
import { NobodyFits, NobodyListed } from './empty-table';
import { type SortRule, widened } from './query';
import { useSettings } from './settings';
import { Toolbar } from './toolbar';
import { TrustLine } from './trust-line';
import { type BoardPage, splitKey } from './use-agent';
import { HourProvider } from './use-hour';
import { useOrder } from './use-order';
import { useAgentsQuery } from './use-query';
import { useTableFocus } from './use-table-focus';

export function AgentsView({ snapshot }: { snapshot: BoardSnapshot }) {
  return (
    <Trusted snapshot={snapshot}>
      <AgentsTable snapshot={snapshot} />
    </Trusted>
  );
}

/** Beats once a second; what is below it is drawn again only where it counts time. */
function Trusted({ snapshot, children }: { snapshot: BoardSnapshot; children: ReactNode }) {
  const trust = useTrust(snapshot);
  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <HourProvider>
        <div className={classes.page} data-trust={trust.kind}>
          <TrustLine trust={trust} />
          {children}
        </div>
      </HourProvider>
    </PageClockProvider>
  );
}

function AgentsTable({ snapshot }: { snapshot: BoardSnapshot }) {
  const page = useBoardStore(snapshot);
  const [query, change] = useAgentsQuery();
  const { order, view } = useOrder(page, query);
  const settings = useSettings();
  const narrow = useMediaQuery('(max-width: 48em)', false) ?? false;
  const { grid, search, toRows, toSearch } = useTableFocus(query.agent);
  const agents = useCallback(() => agentsOf(page.model()), [page]);
  const open = useCallback((agent: string | null) => change({ agent }), [change]);
  const sortBy = useCallback((sort: SortRule) => change({ sort }), [change]);
  const { clusters, totals } = page.model();
  // On a telephone the panel covers the rest, which nobody must reach behind it.
  const covered = narrow && query.agent !== null;
  const table = { page, order, settings, grid, narrow, keys: view.keys, sort: query.sort, opened: query.agent };
  return (
    <>
      <div className={classes.top} inert={covered}>
        <div className={classes.head}>
          <h1>Agents</h1>
          <CountLine shown={view.keys.length} all={totals.all} query={query} held={view.held} />
        </div>
        <Toolbar {...{ query, change, settings, search, agents, narrow }} onLeaveSearch={toRows} />
      </div>
      <div className={classes.body} data-panel={query.agent !== null}>
        <div className={classes.rows} inert={covered}>
          {view.keys.length > 0 ? (
            <AgentsGrid {...table} onSort={sortBy} onOpen={open} onSearch={toSearch} />
          ) : totals.all === 0 ? (
            <NobodyListed clusters={[...clusters.values()]} scoped={snapshot.teams !== null} />
          ) : (
            <NobodyFits all={totals.all} onClear={() => change(widened(query))} />
          )}
        </div>
        {query.agent !== null && (
          <AgentPanel
            key={query.agent}
            {...{ page, agentKey: query.agent }}
            href={hrefOf(query.agent, scopeText(snapshot.teams))}
            onClose={() => open(null)}
          />
        )}
      </div>
    </>
  );
}

function useBoardStore(snapshot: BoardSnapshot): BoardPage {
  const api = useApi();
  return useLiveStore(
    {
      model: boardModel,
      topics: boardTopics,
      fold: foldBoard,
      outdated: (m) => m.outdated,
      load: () => api.board({ clusterKey: null, teams: snapshot.teams }),
    },
    snapshot,
  );
}

function hrefOf(key: string, scope: string): string {
  const { clusterKey, loginId } = splitKey(key);
  const path = `/agents/${clusterKey}/${encodeURIComponent(loginId)}`;
  return scope === '' ? path : `${path}?teams=${scope}`;
}
