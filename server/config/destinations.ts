/** Where the secrets of an item go: hosts by name, so that none follows to a host that it was not given for. */
import type { ItemKind } from '#contract';
import type { Path } from './yaml-source';

const hostKeys: ReadonlySet<string> = new Set(['host', 'url', 'api', 'issuer', 'domain']);

/** The part of an item whose hosts a secret is for: its own node or server, or the whole. */
export function scopeOf(kind: ItemKind, within: Path): Path {
  const [list] = within;
  return kind === 'cluster' && (list === 'nodes' || list === 'servers') ? within.slice(0, 2) : [];
}

/** Every host that is named there, in lower case. */
export function hostsAt(body: unknown, scope: Path): string[] {
  const part = scope.reduce<unknown>(
    (found, step) => (typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined),
    body,
  );
  const hosts: string[] = [];
  walk(part, '');
  return hosts;

  function walk(node: unknown, key: string): void {
    if (typeof node === 'string') {
      if (hostKeys.has(key)) hosts.push(hostOf(node));
    } else if (typeof node === 'object' && node !== null) {
      for (const [name, item] of Object.entries(node)) walk(item, Array.isArray(node) ? key : name);
    }
  }
}

function hostOf(text: string): string {
  return (URL.canParse(text) ? new URL(text).hostname || text : text).trim().toLowerCase();
}
