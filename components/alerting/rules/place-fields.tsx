'use client';
/** Where and when the rule looks: chosen places, and a weekly schedule. */
import { Checkbox, MultiSelect, TagsInput, TextInput } from '@mantine/core';
import { useId } from 'react';
import { type RuleWhere, transportKind, transportKinds, weekdays } from '#contract';
import { transportName } from '../../format/names';
import type { Draft } from './draft';
import type { FieldProps } from './field-props';
import type { Choice, RulePlaces } from './places';
import classes from './rules.module.css';

type List = keyof RuleWhere;

/** What has no such place is not filtered by it, so it is not offered. */
function listsOf({ of }: Draft): readonly List[] {
  if (of === 'session-down' || of === 'missed-pings' || of === 'round-trip' || of === 'no-data')
    return ['clusters', 'nodes', 'transports', 'targets'];
  if (of === 'agents' || of === 'group') return ['clusters', 'teams', 'sites'];
  return ['clusters', 'nodes'];
}

const labels: Record<List, string> = {
  ...{ clusters: 'Clusters', nodes: 'Nodes', transports: 'Transports', targets: 'Targets' },
  ...{ teams: 'Teams', sites: 'Sites' },
};

export function WhereFields({ draft, faults, change, places }: FieldProps & { places: RulePlaces }) {
  const lists = listsOf(draft);
  const set = (list: List, values: string[]) =>
    change({
      where: {
        ...draft.where,
        [list]: list === 'transports' ? values.flatMap((v) => transportKind.safeParse(v).data ?? []) : values,
      },
    });
  return (
    <fieldset className={classes.fields}>
      <legend>Where</legend>
      <p className={classes.detail}>Nothing chosen is everywhere.</p>
      {lists.map((list) =>
        list === 'sites' ? (
          <TagsInput
            key={list}
            label={labels.sites}
            placeholder="Type a site, then Enter"
            value={draft.where.sites}
            onChange={(values) => set('sites', values)}
          />
        ) : (
          <MultiSelect
            key={list}
            label={labels[list]}
            data={withUnknown(choicesOf(list, places), draft.where[list])}
            value={[...draft.where[list]]}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': `No ${labels[list].toLowerCase()}` }}
            onChange={(values) => set(list, values)}
          />
        ),
      )}
      {faults.where !== undefined && (
        <p className={classes.fault} role="alert">
          {faults.where}
        </p>
      )}
    </fieldset>
  );
}

function choicesOf(list: Exclude<List, 'sites'>, places: RulePlaces): readonly Choice[] {
  return list === 'transports' ? transportKinds.map((value) => ({ value, label: transportName(value) })) : places[list];
}

/** A place that is no longer there stays chosen until somebody takes it out. */
function withUnknown(choices: readonly Choice[], values: readonly string[]): Choice[] {
  const known = new Map(choices.map((c) => [c.value, c.label]));
  for (const value of values) if (!known.has(value)) known.set(value, value);
  return [...known].map(([value, label]) => ({ value, label }));
}

const dayNames = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' } as const;

export function ScheduleFields({ draft, faults, change }: FieldProps) {
  const id = useId();
  return (
    <fieldset className={classes.fields}>
      <legend>Schedule</legend>
      <Checkbox
        label="Looks at certain times only"
        checked={draft.scheduled}
        onChange={(e) => change({ scheduled: e.currentTarget.checked })}
      />
      {draft.scheduled && (
        <>
          <div className={classes.days}>
            {weekdays.map((day) => (
              <Checkbox
                key={day}
                label={dayNames[day]}
                checked={draft.days.includes(day)}
                onChange={(e) => change({ days: toggled(draft.days, day, e.currentTarget.checked) })}
              />
            ))}
          </div>
          <div className={classes.numbers}>
            <TextInput
              label="From"
              value={draft.fromTime}
              maxLength={5}
              onChange={(e) => change({ fromTime: e.currentTarget.value })}
            />
            <TextInput
              label="To"
              value={draft.toTime}
              maxLength={5}
              onChange={(e) => change({ toTime: e.currentTarget.value })}
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
          {faults.schedule !== undefined && (
            <p className={classes.fault} role="alert">
              {faults.schedule}
            </p>
          )}
        </>
      )}
    </fieldset>
  );
}

function toggled(days: Draft['days'], day: (typeof weekdays)[number], on: boolean): Draft['days'] {
  return weekdays.filter((d) => (d === day ? on : days.includes(d)));
}
