/** What differs between two states of what is set up, place by place, without a secret in it. */
import { stringify } from 'yaml';
import type { AlertRule, ConfigDifference, ItemRef, PlannedWindow } from '#contract';
import { ruleShapeOf, windowShapeOf } from './alerting-shape';
import { byKindAndKey } from './own-items';
import { pathText } from './problem';
import { isSealed, mapSecrets, placeOf } from './secret-places';
import type { BodyItem } from './view';
import type { Path } from './yaml-source';

const SECRET = '(secret)';

/** In the order of kind and key; within an item in the order of its keys. */
export function differencesOf(before: readonly BodyItem[], after: readonly BodyItem[]): ConfigDifference[] {
  const is = new Map(after.map((item) => [idOf(item), item]));
  const was = new Map(before.map((item) => [idOf(item), item]));
  const refs = [...new Map([...was, ...is]).values()].sort(byKindAndKey);
  return refs.flatMap((ref) => itemDifferences(ref, was.get(idOf(ref)), is.get(idOf(ref))));
}

const idOf = ({ kind, key }: ItemRef): string => JSON.stringify([kind, key]);

function itemDifferences(
  { kind, key }: ItemRef,
  was: BodyItem | undefined,
  is: BodyItem | undefined,
): ConfigDifference[] {
  if (was === undefined || is === undefined) {
    const text = (item: BodyItem | undefined) => (item === undefined ? null : itemText(item));
    return [{ kind, key, path: '', was: text(was), is: text(is) }];
  }
  const [before, after] = [leavesOf(was), leavesOf(is)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [one, other] = [before.get(path), after.get(path)];
    if (one?.text === other?.text) return [];
    const told = (leaf: Leaf | undefined, word: string) => (leaf === undefined ? null : leaf.secret ? word : leaf.text);
    return [{ kind, key, path, was: told(one, 'kept until now'), is: told(other, 'changed') }];
  });
}

/** As holdfast.yaml would have it. */
function itemText(item: BodyItem): string {
  const hidden = mapSecrets(item.body, placeOf(item), (value) => (value === undefined ? value : SECRET));
  return stringify(hidden, { lineWidth: 0 }).trimEnd();
}

interface Leaf {
  text: string;
  secret: boolean;
}

function leavesOf(item: BodyItem): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const root = placeOf(item).path;
  walk(item.body, []);
  return leaves;

  function walk(node: unknown, path: Path): void {
    const secret = isSealed([...root, ...path]);
    if (typeof node === 'object' && node !== null && Object.keys(node).length > 0 && !secret) {
      const isList = Array.isArray(node);
      for (const [key, inner] of Object.entries(node)) walk(inner, [...path, isList ? Number(key) : key]);
    } else if (node !== undefined) {
      leaves.set(pathText(path), { text: typeof node === 'string' ? node : JSON.stringify(node), secret });
    }
  }
}

/** Rules and windows are told whole. */
export function alertingDifferences(before: Alerting, after: Alerting): ConfigDifference[] {
  const rules = (of: Alerting) => new Map(of.rules.map((rule) => [rule.key, yamlOf(ruleShapeOf(rule))]));
  const windows = (of: Alerting) => new Map(of.windows.map((window) => [window.name, yamlOf(windowShapeOf(window))]));
  return [
    ...textDifferences('rule', rules(before), rules(after)),
    ...textDifferences('window', windows(before), windows(after)),
  ];
}

interface Alerting {
  rules: readonly AlertRule[];
  windows: readonly PlannedWindow[];
}

const yamlOf = (value: object): string => stringify(value, { lineWidth: 0 }).trimEnd();

function textDifferences(
  kind: 'rule' | 'window',
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ConfigDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const [was, is] = [before.get(key) ?? null, after.get(key) ?? null];
    return was === is ? [] : [{ kind, key, path: '', was, is }];
  });
}
