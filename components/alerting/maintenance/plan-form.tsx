'use client';
/** A new window: what for, where, when; and its next times before it is planned. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { MaintenanceCalendar } from '#contract';
import { useApi, useNow, useZone } from '../../live/live-context';
import { type Draft, firstDraft, planOf, whenOf } from './draft';
import classes from './maintenance.module.css';
import { Preview } from './preview';
import { TimeFields } from './time-fields';

export function PlanForm({ places }: { places: MaintenanceCalendar['places'] }) {
  const api = useApi();
  const now = useNow();
  const { zone, serverZone } = useZone();
  const viewer =
    zone ?? (typeof window === 'undefined' ? serverZone : Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [changed, setChanged] = useState<Partial<Draft>>({});
  const [first] = useState(() => firstDraft(now, serverZone));
  const [outcome, setOutcome] = useState<{ refused: boolean; words: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const draft: Draft = { ...first, zone: viewer, ...changed };
  const plan = planOf(draft);
  const change = (part: Partial<Draft>) => setChanged((c) => ({ ...c, ...part }));

  async function send(e: FormEvent): Promise<void> {
    e.preventDefault();
    if (plan === null) return;
    setBusy(true);
    const reply = await api.command(plan);
    setBusy(false);
    const refused = reply.status === 'refused';
    setOutcome({ refused, words: refused ? reply.message : `${plan.name} is planned.` });
    if (!refused) change({ name: '' });
  }

  return (
    <form className={classes.form} aria-label="Plan maintenance" onSubmit={(e) => void send(e)}>
      <h3>Plan maintenance</h3>
      <TextInput
        label="Name"
        placeholder="What is done"
        value={draft.name}
        maxLength={80}
        onChange={(e) => change({ name: e.currentTarget.value })}
      />
      <NativeSelect
        label="For"
        value={draft.place}
        data={placeChoices(places)}
        onChange={(e) => change({ place: e.currentTarget.value })}
      />
      <NativeSelect
        label="When"
        value={draft.kind}
        data={[
          { value: 'once', label: 'Once' },
          { value: 'weekly', label: 'On days of the week' },
          { value: 'pattern', label: 'By a cron pattern' },
        ]}
        onChange={(e) => change({ kind: kinds.find((k) => k === e.currentTarget.value) ?? 'once' })}
      />
      <TimeFields draft={draft} change={change} />
      <Preview when={whenOf(draft)} />
      <Button type="submit" disabled={busy || plan === null}>
        Plan
      </Button>
      <p className={classes.outcome} role="status" data-refused={outcome?.refused}>
        {outcome?.words}
      </p>
    </form>
  );
}

const kinds = ['once', 'weekly', 'pattern'] as const;

function placeChoices(places: MaintenanceCalendar['places']) {
  return [
    { value: '', label: 'Everything' },
    ...places.flatMap(({ clusterKey, clusterName, nodes }) => [
      { value: `${clusterKey}/`, label: `All of ${clusterName}` },
      ...nodes.map((n) => ({ value: `${clusterKey}/${n.nodeKey}`, label: `${clusterName}: ${n.name}` })),
    ]),
  ];
}
