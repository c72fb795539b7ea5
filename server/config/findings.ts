/** Checks of the whole file: its shape, and names used twice. */
import type { z } from 'zod';
import { type Finding, pathText, type WhereOf } from './problem';
import { type RoughFile, serversOf } from './rough';
import { fileShape, shapeWithoutKind } from './shape';
import { serverKeyOf, slugOf } from './slug-of';
import { nearest } from './suggest';
import type { Path } from './yaml-source';

/** What the schema refuses; an unknown key is a finding of its own. */
export function shapeFindings(value: unknown): Finding[] {
  const parsed = fileShape.safeParse(value);
  return parsed.success ? [] : issueFindings(parsed.error.issues, value, []);
}

/** @param value what was judged @param at where in the file that is */
function issueFindings(issues: readonly z.core.$ZodIssue[], value: unknown, at: Path): Finding[] {
  const strange = new Map<string, string[]>();
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') strange.set(pathText(pathOf(issue.path)), issue.keys);
  }
  return issues.flatMap((issue): Finding[] => {
    const local = pathOf(issue.path);
    const path = [...at, ...local];
    if (issue.code === 'unrecognized_keys') {
      const messages = issue.message.split('\n');
      return issue.keys.map((key, i) => ({
        path: [...path, key],
        at: 'key',
        message: messages[i] ?? 'is not a known key',
      }));
    }
    const cluster = issue.code === 'invalid_union' ? valueAt(value, local.slice(0, -1)) : null;
    if (typeof cluster === 'object' && cluster !== null && local.at(-1) === 'kind') {
      const judged = shapeWithoutKind(cluster).safeParse(cluster);
      return judged.success ? [] : issueFindings(judged.error.issues, cluster, path.slice(0, -1));
    }
    return isEchoOfTypo(issue.code, local, strange) ? [] : [{ path, at: 'value', message: issue.message }];
  });
}

/** Beside a misspelt key, «domain is missing» and «needs at least one of …» only repeat what is wrong. */
function isEchoOfTypo(code: string | undefined, path: Path, strange: ReadonlyMap<string, string[]>): boolean {
  if (code === 'custom') return strange.has(pathText(path));
  const key = path.at(-1);
  const beside = strange.get(pathText(path.slice(0, -1))) ?? [];
  return (
    (code === 'invalid_type' || code === 'invalid_value') &&
    typeof key === 'string' &&
    beside.some((word) => nearest(word, [key]) !== null)
  );
}

interface Named {
  path: Path;
  name: string | undefined;
  key: string | undefined;
}

/** Two clusters, or two nodes or servers of one cluster, of one name or one key. */
export function duplicateFindings(file: RoughFile, whereOf: WhereOf): Finding[] {
  const clusters = file.clusters.map((c, i): Named => ({ path: ['clusters', i], name: c.name, key: c.key }));
  const nodes = file.clusters.map((c, i) =>
    c.nodes.map((n, j): Named => ({ path: ['clusters', i, 'nodes', j], name: n.name, key: n.key })),
  );
  const servers = file.clusters.map((c, i) =>
    serversOf(c).map(
      ([side, { key }]): Named => ({
        path: ['clusters', i, 'servers', side],
        name: undefined,
        key: key ?? serverKeyOf(side),
      }),
    ),
  );
  return [clusters, ...nodes, ...servers].flatMap((siblings) =>
    siblings.flatMap((one, i) => clash(one, siblings.slice(0, i), whereOf)),
  );
}

function clash(one: Named, earlier: readonly Named[], whereOf: WhereOf): Finding[] {
  const sameName = earlier.find((e) => one.name !== undefined && e.name?.trim() === one.name.trim());
  if (sameName !== undefined) {
    const path = [...sameName.path, 'name'];
    return [
      {
        path: [...one.path, 'name'],
        at: 'value',
        message: `is already the name of ${pathText(sameName.path)} (${whereOf(path)})`,
      },
    ];
  }
  const key = keyOf(one);
  const source = one.key === undefined ? 'name' : 'key';
  if (key === '') {
    if (one.name === undefined || one.name.trim() === '') return [];
    return [
      {
        path: [...one.path, 'name'],
        at: 'value',
        message: 'leaves no letter or digit for a key; add key: with a-z, 0-9',
      },
    ];
  }
  const sameKey = key === null ? undefined : earlier.find((e) => keyOf(e) === key);
  if (sameKey === undefined) return [];
  return [
    {
      path: [...one.path, source],
      at: 'value',
      message: `stands for the key ${key}, which ${pathText(sameKey.path)} (${whereOf(sameKey.path)}) has already; give one of them a key of its own`,
    },
  ];
}

function keyOf(one: Named): string | null {
  return one.key ?? (one.name === undefined ? null : slugOf(one.name));
}

function pathOf(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (found, step) =>
      typeof found === 'object' && found !== null ? new Map(Object.entries(found)).get(String(step)) : undefined,
    value,
  );
}
