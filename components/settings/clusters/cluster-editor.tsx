'use client';
/** The editor of one cluster. */
import type { Configuration } from '#contract';
import { ItemEditor } from '../form/item-editor';
import { clusterKeyOf, withoutIdleKeys } from '../form/keys';
import { ofOne } from '../form/one-item';
import { withValue } from '../form/tree';
import { ClusterTrials } from './cluster-trials';
import { clusterFields } from './fields';
import type { ClusterRow, Editing } from './model';

interface Props {
  configuration: Configuration;
  rows: readonly ClusterRow[];
  editing: Extract<Editing, { is: 'editor' }>;
}

const kindWords = { finesse: 'Finesse cluster', xmpp: 'XMPP service' } as const;

export function ClusterEditor({ configuration, rows, editing: { item, kind, start } }: Props) {
  const taken = rows.map((r) => r.item.key);
  const name = rows.find((r) => r.item === item)?.name;
  return (
    <>
      <h1>{name ?? `New ${kindWords[kind]}`}</h1>
      <ItemEditor
        key={`${item?.key ?? 'new'} ${kind}`}
        what={kindWords[kind]}
        fields={clusterFields(kind)}
        item={item}
        start={start}
        revision={configuration.revision}
        file={configuration.file}
        back="/settings/clusters"
        aside={(body) => <ClusterTrials body={body} stored={item?.key ?? null} />}
        meant={(body) => {
          // A cluster that is there keeps its key: its history hangs on it.
          const keyed = item === null ? body : withValue(body, ['key'], item.key);
          const key = clusterKeyOf(keyed);
          if (key === '') return { path: 'name', fault: 'Needs a letter or a digit.' };
          if (item === null && taken.includes(key))
            return { path: 'name', fault: `There is a cluster ${key} already; choose another name or key.` };
          return ofOne({ kind: 'cluster', key }, withoutIdleKeys(keyed, item?.body ?? null));
        }}
      />
    </>
  );
}
