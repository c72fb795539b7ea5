'use client';
/** One filter: a button that says what is chosen, and a list of boxes to choose from. */
import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { AgentView } from '#contract';
import { formatCount } from '../format/units';
import { filterNames, type Option, optionsOf } from './options';
import { type FilterField, toggled } from './query';
import classes from './toolbar.module.css';

interface Props {
  field: FilterField;
  chosen: readonly string[];
  agents: () => AgentView[];
  onChange: (values: readonly string[]) => void;
}

/** From so many on they can be searched. */
const SEARCHABLE = 9;

export function FilterMenu({ field, chosen, agents, onChange }: Props) {
  const [opened, setOpened] = useState(false);
  const name = filterNames[field];
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          className={classes.filter}
          data-chosen={chosen.length > 0}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
          onClick={() => setOpened((was) => !was)}
        >
          {name}
          {chosen.length > 0 && `: ${chosen.length}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={name}>
        <Options field={field} chosen={chosen} agents={agents} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Counted when the list opens: it does not change under the hand. */
function Options({ field, chosen, agents, onChange }: Props) {
  const [options] = useState<Option[]>(() => optionsOf(agents(), field, chosen));
  const [text, setText] = useState('');
  const shown = options.filter((o) => o.words.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <>
      {options.length >= SEARCHABLE && (
        <TextInput
          aria-label={`Find a ${filterNames[field].toLowerCase()}`}
          placeholder="Find"
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
        />
      )}
      <fieldset className={classes.options}>
        <legend className="hf-hidden">{filterNames[field]}</legend>
        {shown.map((option) => (
          <Checkbox
            key={option.value}
            classNames={{ root: classes.option ?? '', label: classes.optionLabel ?? '' }}
            checked={chosen.includes(option.value)}
            onChange={() => onChange(toggled(chosen, option.value))}
            label={
              <>
                {option.words} <span className={classes.optionCount}>{formatCount(option.agents)}</span>
              </>
            }
          />
        ))}
        {shown.length === 0 && <p className={classes.none}>Nothing of that name.</p>}
      </fieldset>
      {chosen.length > 0 && (
        <Button variant="subtle" size="xs" onClick={() => onChange([])}>
          Show all
        </Button>
      )}
    </>
  );
}
