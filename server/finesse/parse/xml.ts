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
  const reader = new Reader();
  reader.write(text);
  return reader.end();
}

/** Characters that are read in one go: a few milliseconds, so that a list of thousands stops no ping. */
const SLICE_CHARS = 32_768;

/** As `readXml`, with pauses in which others get their turn. */
export async function readLongXml(text: string): Promise<Read<DataNode>> {
  const reader = new Reader();
  for (let at = 0; at < text.length && !reader.failed; at += SLICE_CHARS) {
    if (at > 0) await new Promise<void>((resolve) => setImmediate(resolve));
    reader.write(text.slice(at, at + SLICE_CHARS));
  }
  return reader.end();
}

class Reader {
  private readonly saxes = new SaxesParser({ xmlns: false, position: false });
  private readonly open: DataNode[] = [];
  private root: DataNode | null = null;
  private nodes = 0;
  private condition: DataCondition | null = null;

  constructor() {
    const onText = (chunk: string) => {
      const current = this.open.at(-1);
      if (current !== undefined) current.text += chunk;
    };
    this.saxes.on('doctype', () => refuse('restricted-xml'));
    this.saxes.on('error', () => refuse('not-well-formed'));
    this.saxes.on('text', onText);
    this.saxes.on('cdata', onText);
    this.saxes.on('opentag', ({ name }) => this.onOpen(name));
    this.saxes.on('closetag', () => {
      const node = this.open.pop();
      if (node !== undefined) node.text = node.text.trim();
    });
  }

  get failed(): boolean {
    return this.condition !== null;
  }

  write(chunk: string): void {
    this.guarded(() => this.saxes.write(chunk));
  }

  end(): Read<DataNode> {
    this.guarded(() => this.saxes.close());
    if (this.condition !== null) return unreadable(this.condition);
    return this.root === null ? unreadable('not-well-formed') : readable(this.root);
  }

  private onOpen(name: string): void {
    if (++this.nodes > MAX_NODES || this.open.length >= MAX_DEPTH) refuse('policy-violation');
    const node: DataNode = { name: localOf(name), text: '', children: [] };
    this.open.at(-1)?.children.push(node);
    this.root ??= node;
    this.open.push(node);
  }

  /** What is thrown through saxes ends here; after the first, nothing is read. */
  private guarded(run: () => void): void {
    if (this.condition !== null) return;
    try {
      run();
    } catch (thrown) {
      this.condition = thrown instanceof Refusal ? thrown.condition : 'not-well-formed';
    }
  }
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
