'use client';
/** One line of the table: drawn again when its agent changes or its place does. */
// biome-ignore-start lint/a11y/useSemanticElements: rows that are placed one by one are no rows of an HTML table
// biome-ignore-start lint/a11y/useFocusableInteractive: the grid has the focus and names the active row (aria-activedescendant)
import { memo } from 'react';
import { agentName } from '../health/words';
import { Countdown, cellOf, Time, Verdict } from './cells';
import type { Column } from './columns';
import classes from './row.module.css';
import { type BoardPage, useAgent } from './use-agent';

export interface RowProps {
  page: BoardPage;
  agentKey: string;
  index: number;
  top: number;
  height: number;
  columns: readonly Column[];
  active: boolean;
  narrow: boolean;
}

export const rowId = (key: string): string => `agent-${encodeURIComponent(key)}`;

export const AgentRow = memo(function AgentRow(props: RowProps) {
  const { page, agentKey, index, top, height, columns, active, narrow } = props;
  const agent = useAgent(page, agentKey);
  return (
    <div
      role="row"
      id={rowId(agentKey)}
      aria-rowindex={index + 2}
      aria-selected={active}
      className={narrow ? classes.narrow : classes.row}
      data-agent={agentKey}
      data-health={agent?.health.kind ?? 'gone'}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      {agent === undefined ? (
        <div role="gridcell" className={classes.cell}>
          No longer listed
        </div>
      ) : narrow ? (
        <div role="gridcell" className={classes.two}>
          <span className={classes.line}>
            <Verdict agent={agent} />
            <Countdown agent={agent} />
          </span>
          <span className={classes.line}>
            <span className={classes.who}>{agentName(agent)}</span>
            <span className={classes.place}>{[agent.teamName, agent.site].filter(Boolean).join(', ')}</span>
            <Time at={agent.healthSince} />
          </span>
        </div>
      ) : (
        columns.map((column) => (
          <div
            key={column.key}
            role={column.key === 'name' ? 'rowheader' : 'gridcell'}
            className={classes.cell}
            data-column={column.key}
            data-right={column.right}
          >
            {cellOf(column.key, agent)}
          </div>
        ))
      )}
    </div>
  );
});
// biome-ignore-end lint/a11y/useSemanticElements: the last of them
// biome-ignore-end lint/a11y/useFocusableInteractive: the last of them
