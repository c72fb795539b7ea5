'use client';
/** One rule: its form, its sentence as it is typed, a dry run, and saving. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { type AlertRule, type CommandBody, kindOf } from '#contract';
import { severityWords } from '../../incidents/words';
import { useApi, useZone } from '../../live/live-context';
import { Choice, ConditionFields } from './condition-fields';
import { type Draft, draftOf, emptyDraft, type Faults, meantBy } from './draft';
import { DryRun } from './dry-run';
import type { FieldProps } from './field-props';
import { ScheduleFields, WhereFields } from './place-fields';
import type { RulePlaces } from './places';
import classes from './rules.module.css';
import { ruleSentence } from './words';

interface Props {
  /** null: a new one. */
  rule: AlertRule | null;
  rules: readonly AlertRule[];
  places: RulePlaces;
}

export function RuleEditor({ rule, rules, places }: Props) {
  const api = useApi();
  const router = useRouter();
  const formId = useId();
  const { serverZone } = useZone();
  const [draft, setDraft] = useState<Draft>(() => (rule === null ? emptyDraft(serverZone) : draftOf(rule, serverZone)));
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState('');
  const [shown, setShown] = useState(rule !== null);
  const meant = meantBy(
    draft,
    rules.map((r) => r.key),
  );
  const { name: unnamed, ...others } = meant.faults;
  const faults: Faults = shown && unnamed !== undefined ? { ...others, name: unnamed } : others;
  const change = (part: Partial<Draft>) => setDraft((d) => ({ ...d, ...part }));
  const fixed = rule?.origin === 'file';

  async function send(e: FormEvent): Promise<void> {
    e.preventDefault();
    setShown(true);
    if (meant.rule === null) return setRefused('Something is missing or wrong: see beside the fields.');
    await tell({ command: 'save-rule', rule: { ...meant.rule, kind: kindOf(meant.rule.condition) } });
  }

  async function tell(body: CommandBody): Promise<void> {
    setBusy(true);
    const reply = await api.command(body);
    setBusy(false);
    if (reply.status === 'refused') setRefused(reply.message);
    else router.push('/alerting/rules');
  }

  const props: FieldProps = { draft, faults, change };
  return (
    <div className={classes.editor}>
      <form id={formId} className={classes.form} aria-label="Rule" onSubmit={(e) => void send(e)}>
        <fieldset className={classes.all} disabled={fixed}>
          <legend className="hf-hidden">The rule</legend>
          <TextInput
            label="Name"
            value={draft.name}
            maxLength={80}
            error={faults.name}
            onChange={(e) => change({ name: e.currentTarget.value })}
          />
          <ConditionFields {...props} />
          <WhereFields {...props} places={places} />
          <TellFields {...props} />
          <ScheduleFields {...props} />
          <Checkbox
            label="The rule is on"
            checked={draft.enabled}
            onChange={(e) => change({ enabled: e.currentTarget.checked })}
          />
        </fieldset>
      </form>
      <div className={classes.aside}>
        <section className={classes.part} aria-label="In words">
          <h3>In words</h3>
          <p aria-live="polite">{meant.rule === null ? 'Not complete yet.' : ruleSentence(meant.rule, places)}</p>
          {fixed ? (
            <p className={classes.detail}>
              It is written in <code>holdfast.yaml</code>, where alone it can be changed.
            </p>
          ) : (
            <div className={classes.actions}>
              <Button type="submit" form={formId} disabled={busy}>
                Save
              </Button>
              {rule?.origin === 'own' && (
                <Button
                  variant="default"
                  disabled={busy}
                  onClick={() => void tell({ command: 'remove-rule', ruleKey: rule.key })}
                >
                  Remove, or back to what came with Holdfast
                </Button>
              )}
              <Link href="/alerting/rules">Back without saving</Link>
            </div>
          )}
          <p className={classes.fault} role="status">
            {refused}
          </p>
        </section>
        <DryRun rule={meant.rule} />
      </div>
    </div>
  );
}

const severities = (['page', 'high', 'ticket', 'in-page'] as const).map((value) => ({
  value,
  label: severityWords[value],
}));

function TellFields({ draft, faults, change }: FieldProps) {
  const isOfTeam = draft.of === 'agents' && draft.per === 'team';
  return (
    <fieldset className={classes.fields}>
      <legend>Who is told</legend>
      <div className={classes.numbers}>
        <Choice label="As" value={draft.severity} data={severities} onChange={(severity) => change({ severity })} />
        <Choice
          label="Outside of service hours"
          value={draft.outside}
          data={[{ value: '', label: 'the same' }, ...severities]}
          onChange={(outside) => change({ outside })}
        />
        <Choice
          label="Concerns"
          value={draft.audience}
          error={faults.audience}
          data={[
            { value: 'everybody', label: 'everybody' },
            { value: 'administrators', label: 'administrators' },
            ...(isOfTeam || draft.audience === 'team'
              ? [{ value: 'team' as const, label: 'the supervisors of the team, in their pages' }]
              : []),
          ]}
          onChange={(audience) => change({ audience })}
        />
      </div>
      <TextInput
        label="Labels"
        description="For matchers and receivers, e.g. region=eu, owner=voice"
        value={draft.labels}
        error={faults.labels}
        maxLength={500}
        onChange={(e) => change({ labels: e.currentTarget.value })}
      />
    </fieldset>
  );
}
