/** Takes over a whole holdfast.yaml: what it would be here, what differs, what it still needs, and what is wrong with it, by line. */
import { type AlertRule, type ConfigDifference, completeRule, type EpochMs, type PlannedWindow } from '#contract';
import { type Changed, type ChangeFault, changed, NOTHING_KEPT } from './change';
import { differencesOf } from './difference';
import { isInFile, isRecord } from './merged';
import { notifyOf } from './notify';
import type { OwnItem } from './own-items';
import { type Finding, pathText } from './problem';
import { rulesOf } from './rules';
import { isSealed } from './secret-places';
import { fileShape } from './shape';
import { type BodyItem, fileItems } from './view';
import { hasVariable, type Path, parseYaml, substitute, type YamlSource } from './yaml-source';

export interface ImportProblem {
  line: number | null;
  path: string;
  message: string;
}

export interface Import {
  own: readonly OwnItem[];
  /** Of this installation. */
  file: Record<string, unknown>;
  yaml: string;
  secrets: Readonly<Record<string, string>>;
  at: EpochMs;
  actor: string;
  /** For what has none. */
  newId(): string;
  /** Everything that is wrong with a whole configuration by itself. */
  judge(value: unknown, source: YamlSource, known: readonly Finding[]): Finding[];
}

export interface Imported {
  change: Changed;
  alerting: { rules: AlertRule[]; windows: PlannedWindow[] };
  readOnly: ConfigDifference[];
  missing: string[];
  problems: ImportProblem[];
  /** The line of what is said of an item. */
  lineOf(fault: ChangeFault): number | null;
}

export type ImportResult = { ok: true; imported: Imported } | { ok: false; problems: ImportProblem[] };

export function importOf(wish: Import): ImportResult {
  const yaml = parseYaml(wish.yaml);
  if (!yaml.ok) return { ok: false, problems: yaml.problems.map((p) => ({ ...p, path: '' })) };
  const { source } = yaml;
  const read = withGiven(source.value ?? {}, wish.secrets);
  if (!isRecord(read.value)) return { ok: false, problems: placed(wish.judge(read.value, source, []), source) };
  const items = fileItems(read.value);
  const theirs = items.filter((item) => isInFile(wish.file, item));
  const put = items.filter((item) => !theirs.includes(item));
  const isPut = (own: OwnItem) => put.some(({ kind, key }) => kind === own.kind && key === own.key);
  const remove = wish.own.filter((own) => !isPut(own) && !isInFile(wish.file, own));
  const change = changed(wish.own, wish.file, { put, remove, at: wish.at, actor: wish.actor });

  const placeOf = placesIn(read.value);
  const lacking = change.faults.filter(({ message }) => message === NOTHING_KEPT);
  const needed = lacking.map((fault) => read.asked.get(pathText([...placeOf(fault), ...fault.within])));
  const missing = [...new Set([...read.missing, ...needed].filter((name) => name !== undefined))];
  // What is missing is asked for: nothing else is said of its places.
  const known = [...read.missingAt, ...lacking.map((fault) => [...placeOf(fault), ...fault.within])].map(
    (path): Finding => ({ path, at: 'value', message: '' }),
  );
  const theirsHere = theirs.map((item) => sameSecrets(item, wish.file));
  const clear = withBodies(read.value, [...change.put, ...theirsHere], placeOf);
  const findings = wish.judge(clear, source, known).filter((finding) => finding.message !== '');
  const others = change.faults.filter((fault) => !lacking.includes(fault));
  const lineOf = (fault: ChangeFault) => source.lineOf([...placeOf(fault), ...fault.within]);
  const problems = [
    ...placed(findings, source),
    ...others.map((fault) => ({
      line: lineOf(fault),
      path: pathText([...placeOf(fault), ...fault.within]),
      message: fault.message,
    })),
  ];
  const alerting = problems.length > 0 || missing.length > 0 ? { rules: [], windows: [] } : alertingOf(clear, wish);
  const readOnly = differencesOf(fileItems(wish.file), [
    ...theirsHere,
    ...fileItems(wish.file).filter((own) => !theirs.some(({ kind, key }) => kind === own.kind && key === own.key)),
  ]);
  return { ok: true, imported: { change, alerting, readOnly, missing, problems, lineOf } };
}

interface Given {
  value: unknown;
  /** By its place: a secret that is nothing but this name, which nobody gave. */
  asked: Map<string, string>;
  missing: string[];
  missingAt: Path[];
}

/** Names that were given are filled in; a secret without stays as it is here, if there is one. */
function withGiven(value: unknown, secrets: Import['secrets']): Given {
  const result: Given = { value: null, asked: new Map(), missing: [], missingAt: [] };
  result.value = walk(value, []);
  return result;

  function walk(node: unknown, path: Path): unknown {
    if (Array.isArray(node)) return node.map((item, i) => walk(item, [...path, i]));
    if (isRecord(node))
      return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, walk(item, [...path, key])]));
    if (typeof node !== 'string' || !hasVariable(node)) return node;
    const { text, missing } = substitute(node, secrets);
    const [name] = missing;
    if (name === undefined) return text;
    if (isSealed(path) && text === '' && missing.length === 1) {
      result.asked.set(pathText(path), name);
      return { secret: 'kept' };
    }
    result.missing.push(...missing);
    result.missingAt.push(path);
    return text;
  }
}

/** Where in the file an item stands. */
function placesIn(value: Record<string, unknown>): (item: Pick<BodyItem, 'kind' | 'key'>) => Path {
  const items = fileItems(value);
  return ({ kind, key }) => {
    const list = items.filter((item) => item.kind === kind);
    const n = list.findIndex((item) => item.key === key);
    switch (kind) {
      case 'cluster':
        return n < 0 ? [] : ['clusters', n];
      case 'channel':
        return n < 0 ? [] : ['notify', 'channels', n];
      case 'setting':
        return key.split('.');
    }
  };
}

/** The file with the secrets that stay put in. */
function withBodies(
  value: Record<string, unknown>,
  put: readonly BodyItem[],
  placeOf: (item: BodyItem) => Path,
): unknown {
  const whole: unknown = structuredClone(value);
  for (const item of put) {
    const path = placeOf(item);
    const around = path.slice(0, -1).reduce<unknown>((found, step) => childOf(found, step), whole);
    const last = path.at(-1);
    if (typeof around === 'object' && around !== null && last !== undefined) Reflect.set(around, last, item.body);
  }
  return whole;
}

function childOf(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
}

function placed(findings: readonly Finding[], source: YamlSource): ImportProblem[] {
  return findings
    .map(({ path, at, message }) => ({ line: source.lineOf(path, at), path: pathText(path), message }))
    .sort((a, b) => a.line - b.line);
}

/** @param value one without findings */
function alertingOf(value: unknown, { file, actor, newId }: Import): Imported['alerting'] {
  const shape = fileShape.parse(value);
  const context = { instanceId: '', caOf: () => undefined };
  const { rules } = rulesOf(shape.rules ?? [], () => '');
  const { maintenance } = notifyOf(undefined, shape.maintenance, context);
  const here = fileShape.safeParse(file).data;
  const ruled = rulesOf(here?.rules ?? [], () => '').rules.map(({ key }) => key);
  const windowed = notifyOf(undefined, here?.maintenance, context).maintenance.map(({ name }) => name);
  return {
    rules: rules.filter(({ key }) => !ruled.includes(key)).map((rule) => completeRule(rule, 'own')),
    windows: maintenance
      .filter(({ name }) => !windowed.includes(name))
      .map((window) => ({ ...window, id: newId(), origin: 'own' as const, author: actor })),
  };
}

/** As it is in the file here, where the import gives no secret of its own. */
function sameSecrets(item: BodyItem, file: Record<string, unknown>): BodyItem {
  const here = fileItems(file).find(({ kind, key }) => kind === item.kind && key === item.key);
  return { ...item, body: filledFrom(item.body, here?.body) };
}

function filledFrom(value: unknown, here: unknown): unknown {
  if (Array.isArray(value)) return value.map((item, i) => filledFrom(item, Array.isArray(here) ? here[i] : undefined));
  if (!isRecord(value)) return value;
  if (value.secret === 'kept') return here ?? value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, filledFrom(item, isRecord(here) ? here[key] : undefined)]),
  );
}
