'use client';
/** The table itself: thousands of agents of whom only those in sight are drawn, one stop for the Tab key. */
// biome-ignore-start lint/a11y/useSemanticElements: rows that are placed one by one are no rows of an HTML table
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type RefObject, useEffect, useMemo } from 'react';
import { AgentRow, rowId } from './agent-row';
import classes from './agents-grid.module.css';
import { columns as allColumns, type Column } from './columns';
import { GridHeader } from './grid-header';
import type { Order } from './order';
import { pressed, type SortRule } from './query';
import type { TableSettings } from './settings';
import type { BoardPage } from './use-agent';
import { useGridActions } from './use-grid-actions';

interface Props {
  page: BoardPage;
  keys: readonly string[];
  order: Order;
  sort: SortRule;
  settings: TableSettings;
  narrow: boolean;
  grid: RefObject<HTMLDivElement | null>;
  opened: string | null;
  onSort: (sort: SortRule) => void;
  onOpen: (key: string | null) => void;
  onSearch: () => void;
}

const HEADER_PX = 34;
const heights = { dense: 32, roomy: 44, narrow: 60 } as const;
/** Until the browser has measured: the server draws so many rows. */
const firstGuess = { width: 1_200, height: 800 };

export const AgentsGrid = memo(function AgentsGrid(props: Props) {
  const { page, keys, order, sort, settings, narrow, grid, opened, onSort, onOpen, onSearch } = props;
  const columns = useMemo(() => allColumns.filter((c) => !settings.hidden.includes(c.key)), [settings.hidden]);
  const height = narrow ? heights.narrow : heights[settings.density];
  const header = narrow ? 0 : HEADER_PX;
  const rows = useVirtualizer({
    count: keys.length,
    getScrollElement: () => grid.current,
    estimateSize: () => height,
    getItemKey: (i) => keys[i] ?? i,
    overscan: 6,
    // The header takes room before the rows, and stays over them.
    scrollMargin: header,
    scrollPaddingStart: header,
    initialRect: firstGuess,
  });
  // The virtualizer keeps sizes: another density is measured anew.
  useEffect(() => {
    if (height > 0) rows.measure();
  }, [rows, height]);

  const seen = () => Math.floor(((grid.current?.clientHeight ?? 0) - header) / height);
  const { activeKey, onKeyDown, onClick } = useGridActions({
    ...{ keys, order, opened, seen, onOpen, onSearch },
    scrollTo: (row) => rows.scrollToIndex(row),
  });
  const drawn = rows.getVirtualItems();
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      className={classes.grid}
      aria-label="Agents"
      aria-rowcount={keys.length + 1}
      aria-activedescendant={drawn.some(({ key }) => key === activeKey) ? rowId(activeKey ?? '') : undefined}
      style={{ '--tracks': columns.map((c) => c.width).join(' '), '--least': `${leastWidth(columns)}px` }}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onFocus={() => order.keyMoved()}
      onBlur={() => order.focusLeft()}
      onPointerMove={() => order.pointerMoved()}
      onPointerLeave={() => order.pointerLeft()}
    >
      <GridHeader columns={columns} sort={sort} narrow={narrow} onSort={(by) => onSort(pressed(sort, by))} />
      <div role="rowgroup" className={narrow ? classes.list : classes.rows} style={{ height: rows.getTotalSize() }}>
        {drawn.map(({ index, start }) => {
          const key = keys[index];
          if (key === undefined) return null;
          const props = { page, index, height, columns, narrow, active: key === activeKey };
          return <AgentRow key={key} agentKey={key} top={start - header} {...props} />;
        })}
      </div>
    </div>
  );
});

const GAPS_PX = 18;

function leastWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, c) => sum + c.leastPx + GAPS_PX, GAPS_PX);
}
// biome-ignore-end lint/a11y/useSemanticElements: the last of them
