'use client';
/** The names of the columns; a press sorts by one. By keyboard the choice of the order above the table does the same. */
// biome-ignore-start lint/a11y/useSemanticElements: rows that are placed one by one are no rows of an HTML table
// biome-ignore-start lint/a11y/useFocusableInteractive: rows and headers of a grid whose focus is on the grid itself
import { memo } from 'react';
import classes from './agents-grid.module.css';
import type { Column } from './columns';
import type { SortField, SortRule } from './query';

interface Props {
  columns: readonly Column[];
  sort: SortRule;
  narrow: boolean;
  onSort: (by: SortField) => void;
}

export const GridHeader = memo(function GridHeader({ columns, sort, narrow, onSort }: Props) {
  if (narrow)
    return (
      <div role="rowgroup" className="hf-hidden">
        <div role="row" aria-rowindex={1}>
          <div role="columnheader">Agent</div>
        </div>
      </div>
    );
  return (
    <div role="rowgroup" className={classes.header}>
      <div role="row" aria-rowindex={1} className={classes.names}>
        {columns.map((column) => (
          <div
            key={column.key}
            role="columnheader"
            aria-sort={ariaSort(sort, column.key)}
            className={classes.name}
            data-right={column.right}
            title={column.explained}
          >
            <button type="button" tabIndex={-1} className={classes.sorter} onClick={() => onSort(column.key)}>
              {column.title}
              <Arrow sort={sort} by={column.key} />
            </button>
          </div>
        ))}
      </div>
    </div>
  );
});

function ariaSort(sort: SortRule, by: SortField): 'ascending' | 'descending' | 'none' {
  if (sort.by !== by) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}

function Arrow({ sort, by }: { sort: SortRule; by: SortField }) {
  if (sort.by !== by) return null;
  return (
    <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
      <path fill="currentColor" d={sort.descending ? 'M0 1h8L4 7z' : 'M0 7h8L4 1z'} />
    </svg>
  );
}
// biome-ignore-end lint/a11y/useSemanticElements: the last of them
// biome-ignore-end lint/a11y/useFocusableInteractive: the last of them
