/** The keys that new things get, and those that a thing keeps when its name changes. Pure. */
import { branchOf, isBranch, listOf, type Tree, textOf, withValue } from './tree';

/** As the server makes one of a name: `Zürich Lab 2` → `zurich-lab-2`. */
export function keyOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64)
    .replace(/[^a-z0-9]+$/, '');
}

/** The key under which a cluster is meant; empty: its name holds nothing to make one of. */
export function clusterKeyOf(body: Tree): string {
  const { key, name } = branchOf(body);
  return textOf(key).trim() || keyOf(textOf(name));
}

/** A cluster that is there, with its keys written down: they hold its history and its secrets, whatever it is called next. */
export function withKeysKept(body: Tree, key: string): Tree {
  const nodes = branchOf(body).nodes;
  const keyed = withValue(body, ['key'], key);
  if (nodes === undefined) return keyed;
  const kept = listOf(nodes).map((node) =>
    isBranch(node) && node.key === undefined ? { ...node, key: keyOf(textOf(node.name)) } : node,
  );
  return withValue(keyed, ['nodes'], kept);
}

/** The same, without the keys that only repeat what the names say, unless they were written before. */
export function withoutIdleKeys(body: Tree, before: Tree | null): Tree {
  const written = before === null ? [] : [before, ...listOf(branchOf(before).nodes)].map((one) => branchOf(one).key);
  const lean = (one: Tree): Tree => {
    const { key, name } = branchOf(one);
    const isIdle = key !== undefined && !written.includes(key) && key === keyOf(textOf(name));
    return isIdle ? withValue(one, ['key'], undefined) : one;
  };
  const nodes = branchOf(body).nodes;
  return lean(nodes === undefined ? body : withValue(body, ['nodes'], listOf(nodes).map(lean)));
}

/** `Lab` → `Lab 2`, `Lab 2` → `Lab 3`: one that nobody has. */
export function freeName(name: string, taken: readonly string[]): string {
  const base = name.replace(/ \d+$/, '');
  let n = 2;
  while (taken.includes(`${base} ${n}`)) n += 1;
  return `${base} ${n}`;
}
