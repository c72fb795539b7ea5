/** A thing that is set up, as a tree of JSON while somebody edits it; nothing is changed in place. Pure. */
import type { ItemBody } from '#contract';

export type Tree = ItemBody;
export type Branch = { [key: string]: Tree };
export type Step = string | number;
export type Path = readonly Step[];

export function isBranch(tree: Tree | undefined): tree is Branch {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

export function branchOf(tree: Tree | undefined): Branch {
  return isBranch(tree) ? tree : {};
}

export function listOf(tree: Tree | undefined): Tree[] {
  return Array.isArray(tree) ? tree : [];
}

export function textOf(tree: Tree | undefined): string {
  return typeof tree === 'string' || typeof tree === 'number' || typeof tree === 'boolean' ? String(tree) : '';
}

export function valueAt(tree: Tree | undefined, path: Path): Tree | undefined {
  return path.reduce<Tree | undefined>(
    (t, step) =>
      typeof step === 'number' ? listOf(t)[step] : isBranch(t) && Object.hasOwn(t, step) ? t[step] : undefined,
    tree,
  );
}

/** @param value undefined: it is taken out; of a list, what follows moves up */
export function withValue(tree: Tree | undefined, path: Path, value: Tree | undefined): Tree {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  const inner = rest.length === 0 ? value : withValue(valueAt(tree, [step]), rest, value);
  if (typeof step === 'number') {
    const list = listOf(tree);
    if (inner === undefined) return list.filter((_, n) => n !== step);
    return step >= list.length ? [...list, inner] : list.map((one, n) => (n === step ? inner : one));
  }
  const { [step]: _gone, ...others } = branchOf(tree);
  if (inner === undefined) return others;
  // What was there keeps its place.
  return isBranch(tree) && Object.hasOwn(tree, step) ? { ...tree, [step]: inner } : { ...others, [step]: inner };
}

/** `nodes[1].account.password`, as refusals name places. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}

export const isKept = (tree: Tree | undefined): boolean => isBranch(tree) && tree.secret === 'kept';
export const isNew = (tree: Tree | undefined): boolean => isBranch(tree) && tree.secret === 'new';
export const isSecret = (tree: Tree | undefined): boolean => isKept(tree) || isNew(tree);

/** A copy may not point to the secrets of what it was copied from. */
export function withoutSecrets(tree: Tree): Tree {
  if (Array.isArray(tree)) return tree.map(withoutSecrets);
  if (!isBranch(tree)) return tree;
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) => (isSecret(value) ? [] : [[key, withoutSecrets(value)]])),
  );
}
