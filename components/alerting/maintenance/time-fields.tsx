'use client';
/** When a window is: two local times, days and a time, or a pattern. */
import { Checkbox, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { Draft } from './draft';
import classes from './maintenance.module.css';
import { weekdayChoices } from './words';

interface Props {
  draft: Draft;
  change(part: Partial<Draft>): void;
}

export function TimeFields({ draft, change }: Props) {
  if (draft.kind === 'once')
    return (
      <div className={classes.pair}>
        <TextInput
          type="datetime-local"
          label="From"
          value={draft.from}
          onChange={(e) => change({ from: e.currentTarget.value })}
        />
        <TextInput
          type="datetime-local"
          label="To"
          value={draft.to}
          onChange={(e) => change({ to: e.currentTarget.value })}
        />
      </div>
    );
  return (
    <>
      {draft.kind === 'weekly' ? <Weekly draft={draft} change={change} /> : <Pattern draft={draft} change={change} />}
      <Zoned draft={draft} change={change} />
    </>
  );
}

function Weekly({ draft, change }: Props) {
  const toggle = (day: string, on: boolean) =>
    change({ days: weekdayChoices.map(([d]) => d).filter((d) => (d === day ? on : draft.days.includes(d))) });
  return (
    <>
      <fieldset className={classes.days}>
        <legend>Days</legend>
        {weekdayChoices.map(([day, name]) => (
          <Checkbox
            key={day}
            label={name}
            checked={draft.days.includes(day)}
            onChange={(e) => toggle(day, e.currentTarget.checked)}
          />
        ))}
        <p className={classes.detail}>{draft.days.length === 0 && 'None is every day.'}</p>
      </fieldset>
      <TextInput type="time" label="At" value={draft.time} onChange={(e) => change({ time: e.currentTarget.value })} />
    </>
  );
}

function Pattern({ draft, change }: Props) {
  return (
    <TextInput
      label="Pattern: minute, hour, day of the month, month, day of the week"
      value={draft.cron}
      maxLength={100}
      onChange={(e) => change({ cron: e.currentTarget.value })}
    />
  );
}

function Zoned({ draft, change }: Props) {
  const id = useId();
  return (
    <div className={classes.pair}>
      <TextInput
        type="number"
        label="For so many minutes"
        min={1}
        max={10_080}
        value={draft.lastsMin}
        onChange={(e) => change({ lastsMin: e.currentTarget.value })}
      />
      <TextInput
        label="On the clocks of"
        value={draft.zone}
        list={id}
        maxLength={100}
        autoComplete="off"
        onChange={(e) => change({ zone: e.currentTarget.value })}
      />
      <datalist id={id}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </div>
  );
}
