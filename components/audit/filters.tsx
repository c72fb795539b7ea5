'use client';
/** By person, by kind of what was done, by days: kept in the address. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import type { FormEvent } from 'react';
import { auditKinds } from '#contract';
import classes from './audit.module.css';
import { actorWords, kindWords } from './words';

/** As they stand in the address; '' = all. Days as `2026-11-20`, of UTC. */
export interface FilterTexts {
  who: string;
  kind: string;
  from: string;
  to: string;
}

const kinds = Object.keys(auditKinds).filter((kind): kind is keyof typeof auditKinds => kind in kindWords);

export function AuditFilters({ actors, filter }: { actors: readonly string[]; filter: FilterTexts }) {
  const router = useRouter();
  function apply(e: FormEvent<HTMLFormElement>): void {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const query = new URLSearchParams();
    for (const name of ['who', 'kind', 'from', 'to']) {
      const value = String(form.get(name) ?? '');
      if (value !== '') query.set(name, value);
    }
    router.push(query.size === 0 ? '/settings/audit' : `/settings/audit?${query}`);
  }
  const people = actors.map((actor) => ({ value: actor, label: actorWords(actor) }));
  // Somebody to whom things were done may never have done any.
  const known =
    filter.who === '' || actors.includes(filter.who) ? people : [...people, { value: filter.who, label: filter.who }];
  return (
    <form className={classes.filters} aria-label="Filter" onSubmit={apply}>
      <NativeSelect
        label="Who"
        name="who"
        defaultValue={filter.who}
        data={[{ value: '', label: 'Everybody' }, ...known]}
      />
      <NativeSelect
        label="What"
        name="kind"
        defaultValue={filter.kind}
        data={[{ value: '', label: 'Everything' }, ...kinds.map((kind) => ({ value: kind, label: kindWords[kind] }))]}
      />
      <TextInput label="From day" name="from" type="date" defaultValue={filter.from} />
      <TextInput label="To day" name="to" type="date" defaultValue={filter.to} />
      <Button type="submit" variant="default">
        Show
      </Button>
    </form>
  );
}
