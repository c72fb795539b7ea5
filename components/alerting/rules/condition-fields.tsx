'use client';
/** What the rule looks for: the fields of its condition, with units. */
import { NativeSelect } from '@mantine/core';
import { type Draft, numbersOf } from './draft';
import type { FieldProps } from './field-props';
import { NumberInput } from './number-input';
import classes from './rules.module.css';
import { conditionWords } from './words';

/** A select whose answer is one of the given ones. */
export function Choice<T extends string>({
  label,
  value,
  data,
  onChange,
  error,
}: {
  label: string;
  value: T;
  data: readonly { value: T; label: string }[];
  onChange(value: T): void;
  error?: string | undefined;
}) {
  return (
    <NativeSelect
      label={label}
      value={value}
      error={error}
      data={data.map((d) => ({ ...d }))}
      onChange={(e) => onChange(data.find((d) => d.value === e.currentTarget.value)?.value ?? value)}
    />
  );
}

const kinds = [
  ...(['session-down', 'missed-pings', 'round-trip', 'no-data', 'agents', 'group', 'not-in-service'] as const),
  ...(['outage', 'event-delay', 'certificate', 'account', 'crowded-side', 'queued-tasks', 'observer'] as const),
].map((value) => ({ value, label: conditionWords[value] }));

export function ConditionFields({ draft, faults, change }: FieldProps) {
  return (
    <fieldset className={classes.fields}>
      <legend>When</legend>
      <Choice
        label="It looks for"
        value={draft.of}
        data={kinds}
        onChange={(of) => change({ of, ...(of === 'agents' ? {} : { audience: withoutTeam(draft) }) })}
        error={faults.condition}
      />
      <Choices draft={draft} faults={faults} change={change} />
      <div className={classes.numbers}>
        {numbersOf[draft.of].map((name) => (
          <NumberInput key={name} name={name} draft={draft} faults={faults} change={change} />
        ))}
        <NumberInput name="forS" draft={draft} faults={faults} change={change} />
        <NumberInput name="recoverS" draft={draft} faults={faults} change={change} />
      </div>
    </fieldset>
  );
}

const withoutTeam = (d: Draft): Draft['audience'] => (d.audience === 'team' ? 'everybody' : d.audience);

function Choices({ draft, change }: FieldProps) {
  switch (draft.of) {
    case 'round-trip':
      return (
        <Choice
          label="Of the answer times"
          value={draft.quantile}
          data={[
            { value: '0.5', label: 'the median (p50)' },
            { value: '0.95', label: 'p95: one in twenty is slower' },
            { value: '0.99', label: 'p99: one in a hundred is slower' },
          ]}
          onChange={(quantile) => change({ quantile })}
        />
      );
    case 'agents':
      return (
        <>
          <Choice
            label="Agents who are"
            value={draft.health}
            data={[
              { value: 'out', label: 'out: at risk, or forced out and not back' },
              { value: 'at-risk', label: 'at risk' },
              { value: 'forced-out', label: 'forced out and not back' },
              { value: 'unstable', label: 'unstable' },
            ]}
            onChange={(health) => change({ health })}
          />
          <Choice
            label="Counted per"
            value={draft.per}
            data={[
              { value: 'team', label: 'team' },
              { value: 'site', label: 'site' },
              { value: 'cluster', label: 'cluster' },
            ]}
            onChange={(per) => change({ per })}
          />
        </>
      );
    case 'not-in-service':
      return (
        <Choice
          label="Not in service"
          value={draft.serverPer}
          data={[
            { value: 'server', label: 'a server that is expected to be' },
            { value: 'cluster', label: 'every expected server of a cluster' },
          ]}
          onChange={(serverPer) => change({ serverPer })}
        />
      );
    case 'observer':
      return (
        <Choice
          label="Holdfast"
          value={draft.observer}
          data={[
            { value: 'blind', label: 'sees nothing: no feed of a cluster is fresh' },
            { value: 'unreached', label: 'reaches nothing: no server answers' },
            { value: 'not-recording', label: 'cannot record: its database takes nothing' },
          ]}
          onChange={(observer) => change({ observer })}
        />
      );
    default:
      return null;
  }
}
