/** Finesse's XML (or JSON in its place) as a small bounded tree: local names in lower case, namespaces and attributes ignored. */
import { SaxesParser } from 'saxes';

export interface DataNode {
  /** Local name in lower case: Finesse spells `User` and `user`, `ReasonCode` and `reasonCode` (FINESSE §1.3). */
  name: string;
  /** Its own character data, trimmed. */
  text: string;
  children: DataNode[];
}

/** Why data from a server cannot be used; the words of RFC 6120 where they fit. */
export type DataCondition = 'not-well-formed' | 'restricted-xml' | 'policy-violation' | 'unexpected-content';
export type Read<T> = { ok: true; value: T } | { ok: false; condition: DataCondition };

export const readable = <T>(value: T): Read<T> => ({ ok: true, value });
export const unreadable = (condition: DataCondition): { ok: false; condition: DataCondition } => ({
  ok: false,
  condition,
});

const MAX_DEPTH = 40;
/** All users of the largest pair are some 100,000. */
const MAX_NODES = 500_000;

class Refusal {
  constructor(readonly condition: DataCondition) {}
}

function refuse(condition: DataCondition): never {
  throw new Refusal(condition);
}

const localOf = (name: string): string => name.slice(name.lastIndexOf(':') + 1).toLowerCase();

/** Reads one document. Nothing is thrown, whatever the text. */
export function readXml(text: string): Read<DataNode> {
  try {
    return readable(parse(text));
  } catch (thrown) {
    return unreadable(thrown instanceof Refusal ? thrown.condition : 'not-well-formed');
  }
}

function parse(text: string): DataNode {
  const saxes = new SaxesParser({ xmlns: false, position: false });
  const open: DataNode[] = [];
  let root: DataNode | null = null;
  let nodes = 0;
  const onText = (chunk: string) => {
    const current = open.at(-1);
    if (current !== undefined) current.text += chunk;
  };
  saxes.on('doctype', () => refuse('restricted-xml'));
  saxes.on('error', () => refuse('not-well-formed'));
  saxes.on('text', onText);
  saxes.on('cdata', onText);
  saxes.on('opentag', ({ name }) => {
    if (++nodes > MAX_NODES || open.length >= MAX_DEPTH) refuse('policy-violation');
    const node: DataNode = { name: localOf(name), text: '', children: [] };
    open.at(-1)?.children.push(node);
    root ??= node;
    open.push(node);
  });
  saxes.on('closetag', () => {
    const node = open.pop();
    if (node !== undefined) node.text = node.text.trim();
  });
  saxes.write(text).close();
  return root ?? refuse('not-well-formed');
}

/** JSON where other nodes have XML: keys become names, an array repeats its name. */
export function readJson(text: string): Read<DataNode> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable('not-well-formed');
  }
  const budget = { nodes: MAX_NODES };
  const [root] = typeof value === 'object' && value !== null ? nodesOf('', value, 0, budget) : [];
  if (budget.nodes < 0) return unreadable('policy-violation');
  return root === undefined ? unreadable('unexpected-content') : readable(root);
}

function nodesOf(name: string, value: unknown, depth: number, budget: { nodes: number }): DataNode[] {
  if (depth > MAX_DEPTH) budget.nodes = -1;
  if (--budget.nodes < 0) return [];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => nodesOf(name, one, depth + 1, budget));
  if (typeof value !== 'object' || value === null) {
    return [{ name: localOf(name), text: value === null ? '' : String(value).trim(), children: [] }];
  }
  const children = Object.entries(value).flatMap(([key, child]) => nodesOf(key, child, depth + 1, budget));
  return [{ name: localOf(name), text: '', children }];
}

/** The first child of that name, any case. */
export function childOf(node: DataNode, name: string): DataNode | null {
  const wanted = name.toLowerCase();
  return node.children.find((child) => child.name === wanted) ?? null;
}

export function childrenOf(node: DataNode, name: string): DataNode[] {
  const wanted = name.toLowerCase();
  return node.children.filter((child) => child.name === wanted);
}

/** Text of the first child of that name; null when it is absent or empty. */
export function textOf(node: DataNode, name: string): string | null {
  const text = childOf(node, name)?.text ?? '';
  return text === '' ? null : text;
}

/** The node itself or the first of that name below it, breadth first. */
export function findNode(root: DataNode, name: string): DataNode | null {
  const wanted = name.toLowerCase();
  let level: DataNode[] = [root];
  while (level.length > 0) {
    const found = level.find((node) => node.name === wanted);
    if (found !== undefined) return found;
    level = level.flatMap((node) => node.children);
  }
  return null;
}
