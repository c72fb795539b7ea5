'use client';
/** The filters of the list; they live in the address. */
import { Button, NativeSelect } from '@mantine/core';
import { incidentKinds, severities } from '#contract';
import classes from './incidents.module.css';
import { type IncidentsQuery, reaches, reachOf } from './query';
import { kindWords, severityWords } from './words';

interface Props {
  query: IncidentsQuery;
  clusters: readonly string[];
  onChange(change: Partial<IncidentsQuery>): void;
}

export function Filters({ query, clusters, onChange }: Props) {
  const { status, severity, kind, cluster, back } = query;
  const filtered = status !== null || severity !== null || kind !== null || cluster !== null;
  return (
    <search className={classes.filters}>
      <NativeSelect
        label="Status"
        value={status ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ status: value === 'open' || value === 'resolved' ? value : null })
        }
        data={[
          { value: '', label: 'All' },
          { value: 'open', label: 'Open' },
          { value: 'resolved', label: 'Over' },
        ]}
      />
      <NativeSelect
        label="Severity"
        value={severity ?? ''}
        onChange={(e) => onChange({ severity: severities.find((s) => s === e.currentTarget.value) ?? null })}
        data={[{ value: '', label: 'All' }, ...severities.map((s) => ({ value: s, label: severityWords[s] }))]}
      />
      <NativeSelect
        label="Kind"
        value={kind ?? ''}
        onChange={(e) => onChange({ kind: incidentKinds.find((k) => k === e.currentTarget.value) ?? null })}
        data={[{ value: '', label: 'All' }, ...incidentKinds.map((k) => ({ value: k, label: kindLabel(k) }))]}
      />
      {(clusters.length > 1 || cluster !== null) && (
        <NativeSelect
          label="Cluster"
          value={cluster ?? ''}
          onChange={(e) => onChange({ cluster: e.currentTarget.value === '' ? null : e.currentTarget.value })}
          data={[{ value: '', label: 'All' }, ...new Set([...clusters, ...(cluster === null ? [] : [cluster])])]}
        />
      )}
      <NativeSelect
        label="Begun"
        value={back.key}
        onChange={(e) => onChange({ back: reachOf(e.currentTarget.value) })}
        data={reaches.map((r) => ({ value: r.key, label: r.words }))}
      />
      {filtered && (
        <Button variant="default" onClick={() => onChange({ status: null, severity: null, kind: null, cluster: null })}>
          Clear
        </Button>
      )}
    </search>
  );
}

/** Two kinds share a word in lines, where the title tells them apart. */
function kindLabel(kind: (typeof incidentKinds)[number]): string {
  if (kind === 'crowded-side') return 'Load: agents on a side';
  return kind === 'queued-tasks' ? 'Load: queued tasks' : kindWords[kind];
}
