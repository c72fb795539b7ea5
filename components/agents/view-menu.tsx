'use client';
/** How the table looks for this viewer: which columns, and how dense. */
import { Button, Checkbox, Popover, Radio } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { columns } from './columns';
import { changeSettings, type TableSettings } from './settings';
import classes from './toolbar.module.css';

const densities = [
  { value: 'dense', words: 'Dense: 32 px a row' },
  { value: 'roomy', words: 'Roomy: 44 px a row' },
] as const;

export function ViewMenu({ settings }: { settings: TableSettings }) {
  const { hidden, density } = settings;
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          className={classes.filter}
          leftSection={<IconColumns3 size={16} stroke={1.6} aria-hidden="true" />}
        >
          View
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label="View">
        <fieldset className={classes.options}>
          <legend>Columns</legend>
          {columns.map(({ key, title, explained, always }) => (
            <Checkbox
              key={key}
              classNames={{ root: classes.option ?? '', label: classes.optionLabel ?? '' }}
              label={explained === undefined || title.length > 4 ? title : explained}
              disabled={always === true}
              checked={!hidden.includes(key)}
              onChange={() =>
                changeSettings({ hidden: hidden.includes(key) ? hidden.filter((k) => k !== key) : [...hidden, key] })
              }
            />
          ))}
        </fieldset>
        <fieldset className={classes.options}>
          <legend>Density</legend>
          {densities.map(({ value, words }) => (
            <Radio
              key={value}
              classNames={{ root: classes.option ?? '', label: classes.optionLabel ?? '' }}
              name="density"
              label={words}
              checked={density === value}
              onChange={() => changeSettings({ density: value })}
            />
          ))}
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  );
}
