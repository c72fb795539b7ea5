'use client';
/** Search, filters, order and looks of the table; on a telephone all but the search fold away. */
import { Button } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { memo, type RefObject, useState } from 'react';
import type { AgentView } from '#contract';
import { FilterMenu } from './filter-menu';
import { type AgentsQuery, filterFields, isNarrowed, widened } from './query';
import { SearchField } from './search-field';
import type { TableSettings } from './settings';
import { SortControl } from './sort-control';
import classes from './toolbar.module.css';
import type { ChangeQuery } from './use-query';
import { ViewMenu } from './view-menu';

interface Props {
  query: AgentsQuery;
  change: ChangeQuery;
  settings: TableSettings;
  narrow: boolean;
  search: RefObject<HTMLInputElement | null>;
  agents: () => AgentView[];
  onLeaveSearch: () => void;
}

export const Toolbar = memo(function Toolbar(props: Props) {
  const { query, change, settings, narrow, search, agents, onLeaveSearch } = props;
  const [open, setOpen] = useState(false);
  const [onSearch] = useState(() => (q: string) => change({ q }));
  const chosen = filterFields.filter((field) => query[field].length > 0).length;
  return (
    <search className={classes.toolbar} aria-label="Agents">
      <SearchField field={search} value={query.q} onChange={onSearch} onLeave={onLeaveSearch} />
      {narrow && (
        <Button
          variant="default"
          className={classes.filter}
          aria-expanded={open}
          leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden="true" />}
          onClick={() => setOpen(!open)}
        >
          Filters{chosen > 0 && `: ${chosen}`}
        </Button>
      )}
      {(!narrow || open) && (
        <>
          {filterFields.map((field) => (
            <FilterMenu
              key={field}
              field={field}
              chosen={query[field]}
              agents={agents}
              onChange={(values) => change({ [field]: values })}
            />
          ))}
          {isNarrowed(query) && (
            <Button variant="subtle" className={classes.filter} onClick={() => change(widened(query))}>
              Clear
            </Button>
          )}
          <SortControl sort={query.sort} onChange={(sort) => change({ sort })} />
          {!narrow && <ViewMenu settings={settings} />}
        </>
      )}
    </search>
  );
});
