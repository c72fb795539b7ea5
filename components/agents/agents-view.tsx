'use client';
/** Everybody in sight as a table that follows the stream, with a panel for the one that was picked. */
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
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
import { splitKey } from './use-agent';
import { HourProvider } from './use-hour';
import { useOrder } from './use-order';
import { useAgentsQuery } from './use-query';

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
  const api = useApi();
  const scope = scopeText(snapshot.teams);
  const page = useLiveStore(
    {
      model: boardModel,
      topics: boardTopics,
      fold: foldBoard,
      outdated: (m) => m.outdated,
      load: () => api.board({ clusterKey: null, teams: snapshot.teams }),
    },
    snapshot,
  );
  const [query, change] = useAgentsQuery();
  const { order, view } = useOrder(page, query);
  const settings = useSettings();
  const narrow = useMediaQuery('(max-width: 48em)', false);
  const grid = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const toRows = useCallback(() => grid.current?.focus(), []);
  const toSearch = useCallback(() => search.current?.focus(), []);
  const agents = useCallback(() => agentsOf(page.model()), [page]);
  const open = useCallback((agent: string | null) => change({ agent }), [change]);
  const sortBy = useCallback((sort: SortRule) => change({ sort }), [change]);
  useShortcuts(toSearch, toRows);
  const all = page.model().totals.all;
  const close = () => {
    change({ agent: null });
    toRows();
  };
  return (
    <>
      <div className={classes.head}>
        <h1>Agents</h1>
        <CountLine shown={view.keys.length} all={all} query={query} held={view.held} />
      </div>
      <Toolbar {...{ query, change, settings, narrow, search, agents }} onLeaveSearch={toRows} />
      <div className={classes.body} data-panel={query.agent !== null}>
        {view.keys.length > 0 ? (
          <AgentsGrid
            {...{ page, order, settings, narrow, grid }}
            keys={view.keys}
            sort={query.sort}
            opened={query.agent}
            onSort={sortBy}
            onOpen={open}
            onSearch={toSearch}
          />
        ) : all === 0 ? (
          <NobodyListed clusters={[...page.model().clusters.values()]} scoped={snapshot.teams !== null} />
        ) : (
          <NobodyFits all={all} onClear={() => change(widened(query))} />
        )}
        {query.agent !== null && (
          <AgentPanel
            key={query.agent}
            page={page}
            agentKey={query.agent}
            href={hrefOf(query.agent, scope)}
            onClose={close}
          />
        )}
      </div>
    </>
  );
}

function hrefOf(key: string, scope: string): string {
  const { clusterKey, loginId } = splitKey(key);
  const path = `/agents/${clusterKey}/${encodeURIComponent(loginId)}`;
  return scope === '' ? path : `${path}?teams=${scope}`;
}

/** `/` goes to the search, `j` and `k` to the rows, from wherever nothing is being typed. */
function useShortcuts(toSearch: () => void, toRows: () => void): void {
  useEffect(() => {
    function onKey(e: globalThis.KeyboardEvent): void {
      if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || !(e.target instanceof HTMLElement)) return;
      if (e.target.closest('input, textarea, select, [contenteditable], [role="dialog"], dialog')) return;
      const here = e.key === '/' ? toSearch : e.target === document.body && /^[jk]$/.test(e.key) ? toRows : null;
      if (here === null) return;
      e.preventDefault();
      here();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [toSearch, toRows]);
}
