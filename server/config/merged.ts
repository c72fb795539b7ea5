/** One configuration out of two: holdfast.yaml, which comes first, and what was set up in the pages. */
import type { ItemRef } from '#contract';
import type { OwnItem } from './own-items';
import { type Finding, pathText } from './problem';
import { slugOf } from './slug-of';
import type { Path } from './yaml-source';

/** What is wrong with an own item; `path` is within it, empty for the whole. */
export interface OwnFault {
  path: string;
  message: string;
}

/** Without faults it is in force. */
export interface OwnVerdict extends ItemRef {
  faults: readonly OwnFault[];
}

export interface Merged {
  value: Record<string, unknown>;
  places: readonly { item: OwnItem; path: Path }[];
}

/** @param value what the file says, `${NAME}` filled in */
export function mergedWith(value: Record<string, unknown>, own: readonly OwnItem[]): Merged {
  const clusters = listIn(value, ['clusters']);
  const channels = listIn(value, ['notify', 'channels']);
  let whole = value;
  const places: { item: OwnItem; path: Path }[] = [];
  for (const item of own) {
    switch (item.kind) {
      case 'cluster':
        places.push({ item, path: ['clusters', clusters.push(item.body) - 1] });
        break;
      case 'channel':
        places.push({ item, path: ['notify', 'channels', channels.push(item.body) - 1] });
        break;
      case 'setting': {
        const path = item.key.split('.');
        whole = withValue(whole, path, item.body);
        places.push({ item, path });
      }
    }
  }
  if (clusters.length > 0) whole = withValue(whole, ['clusters'], clusters);
  if (channels.length > 0) whole = withValue(whole, ['notify', 'channels'], channels);
  return { value: whole, places };
}

/** Of which own item a finding speaks; null: of none. */
export function ownerOf({ places }: Merged, { path }: Finding): { item: OwnItem; within: Path } | null {
  const found = places.find((place) => place.path.every((step, i) => path[i] === step));
  return found === undefined ? null : { item: found.item, within: path.slice(found.path.length) };
}

/** The items that the file has as well: the file wins. */
export function isInFile(value: Record<string, unknown>, { kind, key }: ItemRef): boolean {
  switch (kind) {
    case 'cluster':
      return listIn(value, ['clusters']).some((cluster) => clusterKeyOf(cluster) === key);
    case 'channel':
      return listIn(value, ['notify', 'channels']).some((channel) => textAt(channel, 'name')?.trim() === key);
    case 'setting':
      return valueAt(value, key.split('.')) !== undefined;
  }
}

/** The key under which a cluster of the file is known; null: it has neither key nor name. */
export function clusterKeyOf(cluster: unknown): string | null {
  const name = textAt(cluster, 'name');
  return textAt(cluster, 'key') ?? (name === undefined ? null : slugOf(name));
}

export type Judge = (whole: Record<string, unknown>, places: Merged) => readonly Finding[];

/**
 * Leaves out, one after the other, what cannot be in force beside the rest.
 * @param judge every finding of a whole configuration; the file alone has none
 */
export function inForce(
  value: Record<string, unknown>,
  own: readonly OwnItem[],
  judge: Judge,
): { merged: Merged; verdicts: OwnVerdict[] } {
  const faults = new Map<OwnItem, OwnFault[]>();
  for (const item of own) {
    if (item.problem !== null) faults.set(item, [{ path: '', message: item.problem }]);
    else if (isInFile(value, item)) faults.set(item, [{ path: '', message: IN_FILE }]);
  }
  const left = () => own.filter((item) => !faults.has(item));
  let merged = mergedWith(value, left());
  for (let findings = judge(merged.value, merged); findings.length > 0; findings = judge(merged.value, merged)) {
    const told = findings.flatMap((finding) => ownFault(merged, finding));
    // What is told of the file, or of the whole, is the newest comer's doing: without any of these it was well.
    const last = left().at(-1);
    if (told.length === 0 && last === undefined) break;
    for (const { item, fault } of told) faults.set(item, [...(faults.get(item) ?? []), fault]);
    if (told.length === 0 && last !== undefined) faults.set(last, [wholeFault(findings)]);
    merged = mergedWith(value, left());
  }
  return { merged, verdicts: own.map((item) => ({ kind: item.kind, key: item.key, faults: faults.get(item) ?? [] })) };
}

export const IN_FILE = 'stands in the configuration file as well, which comes first';

function ownFault(merged: Merged, finding: Finding): { item: OwnItem; fault: OwnFault }[] {
  const owner = ownerOf(merged, finding);
  return owner === null
    ? []
    : [{ item: owner.item, fault: { path: pathText(owner.within), message: finding.message } }];
}

function wholeFault(findings: readonly Finding[]): OwnFault {
  const [first] = findings;
  return { path: '', message: first === undefined ? '' : `does not fit: ${pathText(first.path)} ${first.message}` };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((found, step) => (isRecord(found) ? found[step] : undefined), value);
}

/** A copy that has `item` at this place. */
export function withValue(
  value: Record<string, unknown>,
  [step = '', ...rest]: readonly string[],
  item: unknown,
): Record<string, unknown> {
  const inner = value[step];
  return { ...value, [step]: rest.length === 0 ? item : withValue(isRecord(inner) ? inner : {}, rest, item) };
}

/** A copy of the list there; empty when there is none. */
export function listIn(value: Record<string, unknown>, path: readonly string[]): unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? [...found] : [];
}

function textAt(value: unknown, key: string): string | undefined {
  const found = isRecord(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}
