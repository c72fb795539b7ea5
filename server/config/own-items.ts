/** What was set up in the pages: how the database keeps it, and how it reads with its secrets put back. */
import { z } from 'zod';
import type { EpochMs, ItemKind, ItemRef } from '#contract';
import type { Keyring } from './sealing';
import { mapSecrets, placeOf } from './secret-places';

export interface StoredItem extends ItemRef {
  /** JSON in the shape of holdfast.yaml for that place; a secret is `{ sealed: NAME }`. */
  body: string;
  changedAt: EpochMs;
  changedBy: string;
}

export interface SealedText {
  /** What it is of: `cluster/lab/nodes/prosody/account/password`. */
  name: string;
  keyId: string;
  sealed: string;
  changedAt: EpochMs;
}

export interface StoredSettings {
  /** Grows with each change. */
  revision: number;
  items: readonly StoredItem[];
  secrets: readonly SealedText[];
}

/** Secrets stand in it as text: only for those who judge it and build from it. */
export interface OwnItem extends ItemRef {
  body: unknown;
  /** Why it cannot be used, whatever it says; null: nothing is known against it. */
  problem: string | null;
  changedAt: EpochMs;
  changedBy: string;
}

export const noSettings: StoredSettings = { revision: 0, items: [], secrets: [] };

const sealedRef = z.strictObject({ sealed: z.string() });
const order: Record<ItemKind, number> = { cluster: 0, channel: 1, setting: 2 };

/** In the order of kind and key. An item whose secret cannot be opened, or which cannot be read, says so. */
export function ownItemsOf(stored: StoredSettings, keyring: Keyring): OwnItem[] {
  const byName = new Map(stored.secrets.map((one) => [one.name, one]));
  return stored.items.map((item) => opened(item, byName, keyring)).sort(byKindAndKey);
}

export function byKindAndKey(a: ItemRef, b: ItemRef): number {
  return order[a.kind] - order[b.kind] || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

function opened(item: StoredItem, secrets: ReadonlyMap<string, SealedText>, keyring: Keyring): OwnItem {
  const { kind, key, changedAt, changedBy } = item;
  const body = jsonOf(item.body);
  if (body === undefined)
    return { kind, key, body: null, problem: 'cannot be read from the database', changedAt, changedBy };
  let problem: string | null = null;
  const clear = mapSecrets(body, placeOf(item), (value, place) => {
    const name = sealedRef.safeParse(value).data?.sealed;
    if (name === undefined) return value;
    // Of another place it opens nothing here, whatever the row says.
    const sealed = name === place ? secrets.get(name) : undefined;
    const text = sealed === undefined ? null : keyring.open(sealed);
    if (text === null) problem = 'needs a secret to be given again: the key that it was sealed with is not here';
    return text ?? '';
  });
  return { kind, key, body: clear, problem, changedAt, changedBy };
}

/** An own item as the database keeps it, with its secrets sealed and apart. */
export function sealedItem(
  item: OwnItem,
  keyring: Keyring,
): { item: StoredItem; secrets: Omit<SealedText, 'changedAt'>[] } {
  const { kind, key, changedAt, changedBy } = item;
  const secrets: Omit<SealedText, 'changedAt'>[] = [];
  const body = mapSecrets(item.body, placeOf(item), (value, name) => {
    if (typeof value !== 'string') return value;
    secrets.push(keyring.seal(name, value));
    return { sealed: name };
  });
  return { item: { kind, key, body: JSON.stringify(body), changedAt, changedBy }, secrets };
}

/** undefined: it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
