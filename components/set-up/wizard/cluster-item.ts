/** The cluster as it joins those that are there, or why it cannot; and what a refusal says, in the words of the forms. Pure. */
import type { ConfigItem, ItemBody } from '#contract';
import { channelFields, channelKindOf } from '../../settings/channels/fields';
import { clusterFields } from '../../settings/clusters/fields';
import { placeWords } from '../../settings/form/place-words';
import { branchOf, textOf } from '../../settings/form/tree';
import { bodyOf, type Draft, keyFor, type SideDraft } from './draft';

export interface NewItem {
  kind: 'cluster' | 'channel';
  key: string;
  body: ItemBody;
}

export function clusterItem(draft: Draft, items: readonly ConfigItem[]): NewItem | { fault: string } {
  const others = items.filter((item) => item.kind === 'cluster' && item.key !== draft.saved);
  const taken = others.map((item) => item.key);
  const key = keyFor(draft, taken);
  const there = draft.kind === 'xmpp' ? null : takenServer(draft, others);
  if (there === null) return { kind: 'cluster', key, body: bodyOf(draft, key) };
  return {
    fault: `${there.host} is watched already, in the cluster ${there.cluster}. Change that one under Settings, Clusters and servers, or go back and name another server.`,
  };
}

function takenServer(draft: Draft, others: readonly ConfigItem[]): { host: string; cluster: string } | null {
  const own = [draft.A, ...(draft.withB ? [draft.B] : [])];
  for (const { key, body } of others) {
    const { name, servers } = branchOf(body);
    for (const server of Object.values(branchOf(servers))) {
      const { host, port } = branchOf(server);
      const there = placeOf({ host: textOf(host), port: textOf(port) || '8445' });
      const same = own.find((side) => placeOf(side) === there);
      if (same !== undefined) return { host: same.host.trim(), cluster: textOf(name) || key };
    }
  }
  return null;
}

const placeOf = ({ host, port }: Pick<SideDraft, 'host' | 'port'>): string => `${host.trim().toLowerCase()}:${port}`;

/** `It was not saved: Servers, Server B, Account, User name is the account of server A too.` */
export function refusalWords(item: NewItem, errors: readonly { path: string; message: string }[]): string {
  return `It was not saved: ${errors.map(({ path, message }) => `${wordsOf(item, path)} ${message}`).join('; ')}.`;
}

function wordsOf({ kind, key, body }: NewItem, path: string): string {
  const own = `${kind}/${key}`;
  if (path === own) return 'it';
  if (!path.startsWith(`${own}/`)) return path;
  const fields =
    kind === 'cluster' ? clusterFields(textOf(branchOf(body).kind)) : channelFields(channelKindOf(body) ?? 'email');
  return placeWords(fields, path.slice(own.length + 1));
}
