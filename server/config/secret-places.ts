/** Where a configuration holds secrets, and by which names they are kept apart. */
import type { ItemRef } from '#contract';
import { slugOf } from './slug-of';
import type { Path } from './yaml-source';

const secretKeys: readonly unknown[] = ['password', 'secret', 'token', 'routingKey', 'clientSecret'];
/** Whoever knows such an address can write there, or keep us alive. */
const secretUrls: readonly unknown[] = ['slack', 'teams', 'webhook', 'ntfy', 'heartbeat'];

/** What nobody would write into a file that is shared. */
export function isSecret(path: Path): boolean {
  const [around, key] = path.slice(-2);
  if (around === 'headers') return /auth|cookie|key|secret|token/i.test(String(key));
  return secretKeys.includes(key) || (key === 'url' && (around === 'slack' || around === 'teams'));
}

/** What is sealed in the database and never shown: also every address that a stranger could use. */
export function isSealed(path: Path): boolean {
  const [around, key] = path.slice(-2);
  return isSecret(path) || (key === 'url' && secretUrls.includes(around));
}

/** Where an item stands in a file, as far as that says what is a secret there, and what names of secrets begin with. */
export interface Place {
  path: Path;
  name: string;
}

/** What the names of an item's secrets begin with; a slash follows. */
export function secretsOf({ kind, key }: ItemRef): string {
  return `${kind}/${encodeURIComponent(key)}`;
}

export function placeOf({ kind, key }: ItemRef): Place {
  const name = secretsOf({ kind, key });
  switch (kind) {
    case 'cluster':
      return { name, path: ['clusters', 0] };
    case 'channel':
      return { name, path: ['notify', 'channels', 0] };
    case 'setting':
      return { name, path: key.split('.') };
  }
}

/**
 * A copy of `value` in which whatever stands in the place of a secret is what `visit` makes of it.
 * @param visit is given the name of that secret, the same whatever stands before or behind it in a list, and the place within `value`
 */
export function mapSecrets(
  value: unknown,
  place: Place,
  visit: (value: unknown, name: string, within: Path) => unknown,
): unknown {
  return walk(value, place.path, place.name, []);

  function walk(node: unknown, path: Path, name: string, within: Path): unknown {
    if (isSealed(path)) return visit(node, name, within);
    if (Array.isArray(node))
      return node.map((item: unknown, i) => walk(item, [...path, i], `${name}/${identityOf(item, i)}`, [...within, i]));
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, item]) => [key, walk(item, [...path, key], `${name}/${key}`, [...within, key])]),
    );
  }
}

/** What one of a list is called, so that it keeps its secrets when others come or go. */
function identityOf(item: unknown, index: number): string {
  if (typeof item !== 'object' || item === null) return String(index);
  const key: unknown = Reflect.get(item, 'key');
  if (typeof key === 'string' && key !== '') return key;
  const name: unknown = Reflect.get(item, 'name');
  return (typeof name === 'string' ? slugOf(name) : '') || String(index);
}
