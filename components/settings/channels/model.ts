/** Channels as their list shows them, and what an editor of one starts from. Pure. */
import { type ChannelKind, type ConfigItem, type Configuration, channelKinds } from '#contract';
import { freeName } from '../form/keys';
import { branchOf, listOf, type Tree, textOf, withoutSecrets, withValue } from '../form/tree';
import { channelKindOf } from './fields';

export interface ChannelRow {
  item: ConfigItem;
  name: string;
  kind: ChannelKind | null;
  /** Where to, as far as that is no secret; empty: all of it is. */
  to: string;
}

export function channelRows({ items }: Pick<Configuration, 'items'>): ChannelRow[] {
  return items
    .filter((item) => item.kind === 'channel')
    .map((item) => {
      const kind = channelKindOf(item.body);
      return { item, name: textOf(branchOf(item.body).name) || item.key, kind, to: toOf(item.body, kind) };
    });
}

function toOf(body: Tree, kind: ChannelKind | null): string {
  const way = branchOf(kind === null ? undefined : branchOf(body)[kind]);
  switch (kind) {
    case 'email':
    case 'xmpp':
      return listOf(way.to).map(textOf).join(', ');
    case 'webex':
      return 'a room';
    case 'pagerduty':
      return 'a service';
    case 'webhook':
    case 'slack':
    case 'teams':
    case 'ntfy':
    case null:
      return '';
  }
}

export interface Asked {
  /** The name of the one that is edited. */
  channel: string | null;
  /** The name of the one that is copied. */
  clone: string | null;
  /** A new one of this kind. */
  add: ChannelKind | null;
}

export type Editing =
  | { is: 'list' }
  | { is: 'unknown'; key: string }
  /** `item` null: a new one. */
  | { is: 'editor'; item: ConfigItem | null; kind: ChannelKind; start: Tree };

export function editingOf(asked: Asked, rows: readonly ChannelRow[]): Editing {
  if (asked.add !== null) return { is: 'editor', item: null, kind: asked.add, start: blankOf(asked.add) };
  const key = asked.channel ?? asked.clone;
  if (key === null) return { is: 'list' };
  const row = rows.find((r) => r.item.key === key);
  if (row === undefined || row.kind === null) return { is: 'unknown', key };
  const { item, kind } = row;
  if (asked.channel !== null) return { is: 'editor', item, kind, start: item.body };
  const names = rows.map((r) => r.name);
  const start = withValue(withoutSecrets(item.body), ['name'], freeName(row.name, names));
  return { is: 'editor', item: null, kind, start };
}

function blankOf(kind: ChannelKind): Tree {
  return kind === 'xmpp' ? { xmpp: { tcp: {} } } : { [kind]: {} };
}

export function channelKindIn(text: string | null): ChannelKind | null {
  return channelKinds.find((kind) => kind === text) ?? null;
}
