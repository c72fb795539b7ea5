/** The whole configuration as one holdfast.yaml, with a variable in the place of every secret. */
import { Document, isMap, isScalar } from 'yaml';
import type { AlertRule, PlannedWindow } from '#contract';
import { ruleShapeOf, windowShapeOf } from './alerting-shape';
import { isRecord, listIn } from './merged';
import { byKindAndKey } from './own-items';
import { mapSecrets, placeOf } from './secret-places';
import { type BodyItem, fileItems } from './view';
import { variable } from './yaml-source';

export interface Exported {
  /** What is in force of the file and of what was set up in the pages, secrets as text. */
  whole: Record<string, unknown>;
  /** Made in the pages, without those whose key the file has. */
  rules: readonly AlertRule[];
  windows: readonly PlannedWindow[];
}

/** @returns the text, and the names of its variables in their order */
export function exportedYaml({ whole, rules, windows }: Exported): { yaml: string; names: string[] } {
  const names = createNames();
  const all = {
    ...whole,
    ...nonEmpty('rules', [...listIn(whole, ['rules']), ...rules.map(ruleShapeOf)]),
    ...nonEmpty('maintenance', [...listIn(whole, ['maintenance']), ...windows.map(windowShapeOf)]),
  };
  const value = withVariables(all, names.of);
  const document = new Document(value, { aliasDuplicateObjects: false });
  document.commentBefore = headOf(names.all());
  const parts = isMap(document.contents) ? document.contents.items : [];
  for (const { key } of parts) {
    if (!isScalar(key)) continue;
    key.commentBefore = headings[String(key.value)] ?? null;
    key.spaceBefore = true;
  }
  if (parts.length === 0) return { yaml: `${commented(headOf(names.all()))}\n`, names: [] };
  return { yaml: document.toString({ lineWidth: 0 }), names: names.all() };
}

/** In the order in which they are written. */
const headings: Readonly<Record<string, string>> = {
  clusters: ' What is watched.',
  notify: ' Who is told, by which way and in which hours.',
  maintenance: ' When nobody is told.',
  rules: ' What is told: rules of its own, and changes of those that come with Holdfast.',
  history: ' How long it is kept.',
  privacy: ' What of people is kept.',
  signIn: ' Ways to sign in besides with a password.',
  backup: ' When the history is copied.',
};

function headOf(names: readonly string[]): string {
  const given =
    names.length === 0 ? [] : ['Secrets are not in it. Set these variables, or give them at the import:', ...names];
  return ['The whole configuration of a Holdfast.', ...given].map((line) => ` ${line}`).join('\n');
}

const commented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `#${line}`)
    .join('\n');

/** A copy in the order of the headings, each secret a `${NAME}`; so is a text that could be read as one. */
function withVariables(all: Record<string, unknown>, nameFor: NameFor): Record<string, unknown> {
  const known = [...Object.keys(headings), ...Object.keys(all)];
  const ordered: Record<string, unknown> = {};
  for (const key of new Set(known)) if (all[key] !== undefined) ordered[key] = all[key];
  const items = fileItems(ordered).map((item) => ({ ...item, body: hidden(item, nameFor) }));
  const of = (kind: BodyItem['kind']) => items.filter((item) => item.kind === kind).sort(byKindAndKey);
  const clusters = of('cluster').map(({ body }) => body);
  const channels = of('channel').map(({ body }) => body);
  const result = { ...ordered, ...nonEmpty('clusters', clusters) };
  if (ordered.notify !== undefined) result.notify = {};
  for (const { key, body } of of('setting')) put(result, key.split('.'), body);
  if (isRecord(result.notify)) result.notify = { ...result.notify, ...nonEmpty('channels', channels) };
  return result;
}

type NameFor = (words: string) => string;

function hidden(item: BodyItem, nameFor: NameFor): unknown {
  const shown = mapSecrets(item.body, placeOf(item), (value, name) =>
    value === undefined ? value : variable(nameFor(name)),
  );
  return literal(shown, `${item.kind}/${item.key}`, nameFor);
}

/** `${` in a text of the file always is a variable. */
function literal(value: unknown, path: string, nameFor: NameFor): unknown {
  if (Array.isArray(value)) return value.map((item, i) => literal(item, `${path}/${i}`, nameFor));
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, literal(item, `${path}/${key}`, nameFor)]),
    );
  const isText = typeof value === 'string' && value.includes('${') && !/^\$\{[A-Z_][A-Z0-9_]*\}$/.test(value);
  return isText ? variable(nameFor(path)) : value;
}

function put(value: Record<string, unknown>, [step = '', ...rest]: readonly string[], body: unknown): void {
  if (rest.length === 0) {
    value[step] = body;
    return;
  }
  const inner = value[step];
  const copy = isRecord(inner) ? { ...inner } : {};
  value[step] = copy;
  put(copy, rest, body);
}

function nonEmpty(key: string, list: unknown[]): Record<string, unknown> {
  return list.length === 0 ? {} : { [key]: list };
}

/** Words that say nothing to whoever reads the name. */
const silent = new Set(['cluster', 'channel', 'setting', 'nodes', 'servers', 'account', 'notify']);

/** `cluster/lab/nodes/prosody/account/password` → `LAB_PROSODY_PASSWORD`; the same for the same, another for another. */
function createNames() {
  const taken = new Map<string, string>();
  const of: NameFor = (path) => {
    const words = path
      .split(/[/.]/)
      .map((word, n) => ({ word: decoded(word), isKey: n === 1 && !path.startsWith('setting/') }))
      .filter(({ word, isKey }) => isKey || !silent.has(word))
      .map(({ word }) => word.replace(/([a-z0-9])([A-Z])/g, '$1_$2'));
    const plain = words.join('_').normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
    const name = plain.replace(/[^A-Z0-9]+/g, '_').replace(/^_+|_+$/g, '');
    const base = /^[A-Z]/.test(name) ? name : `SECRET_${name}`;
    let unique = base;
    for (let n = 2; taken.has(unique) && taken.get(unique) !== path; n++) unique = `${base}_${n}`;
    taken.set(unique, path);
    return unique;
  };
  return { of, all: () => [...taken.keys()] };
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
