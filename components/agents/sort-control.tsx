'use client';
/** The rule by which the rows are sorted, as a choice: for the keyboard, and where no columns are. */
import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconSortAscending, IconSortDescending } from '@tabler/icons-react';
import { sortNames } from './columns';
import { byAttention, type SortRule, sortFields } from './query';
import classes from './toolbar.module.css';

export function SortControl({ sort, onChange }: { sort: SortRule; onChange: (sort: SortRule) => void }) {
  const { by, descending } = sort;
  const label = descending ? 'Descending; change to ascending' : 'Ascending; change to descending';
  return (
    <div className={classes.sort}>
      <ActionIcon
        variant="default"
        size={36}
        className={classes.direction}
        aria-label={label}
        title={label}
        disabled={by === 'attention'}
        onClick={() => onChange({ by, descending: !descending })}
      >
        {descending ? <IconSortDescending size={16} /> : <IconSortAscending size={16} />}
      </ActionIcon>
      <NativeSelect
        aria-label="Sort by"
        value={by}
        onChange={(e) => {
          const field = sortFields.find((f) => f === e.currentTarget.value);
          onChange(field === undefined || field === 'attention' ? byAttention : { by: field, descending: false });
        }}
        data={sortFields.map((field) => ({ value: field, label: sortNames[field] }))}
      />
    </div>
  );
}
