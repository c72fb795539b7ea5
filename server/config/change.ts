/** Makes other items of what is set up in the pages: takes in new secrets, keeps those that stay, and says what cannot be. */
import { type EpochMs, type ItemRef, keptSecret, newSecret, settingKey } from '#contract';
import { hostsAt, scopeOf } from './destinations';
import { clusterKeyOf, isInFile, isRecord } from './merged';
import { byKindAndKey, type OwnItem } from './own-items';
import { pathText } from './problem';
import { mapSecrets, placeOf, secretsOf } from './secret-places';
import type { BodyItem } from './view';
import type { Path } from './yaml-source';

export interface ChangeFault extends ItemRef {
  /** Within the item, empty for the whole. */
  within: Path;
  message: string;
}

export interface Changed {
  /** Everything that is set up in the pages from now on. */
  own: OwnItem[];
  put: OwnItem[];
  removed: ItemRef[];
  faults: ChangeFault[];
}

export interface Wish {
  /** Bodies as pages send them. */
  put: readonly BodyItem[];
  remove: readonly ItemRef[];
  at: EpochMs;
  actor: string;
}

/** `cluster/lab/nodes[0].domain` */
export function faultPath({ kind, key, within }: ChangeFault): string {
  return within.length === 0 ? `${kind}/${key}` : `${kind}/${key}/${pathText(within)}`;
}

const isOf = (ref: ItemRef) => (other: ItemRef) => other.kind === ref.kind && other.key === ref.key;

/** @param file what the file says: its items are changed there alone */
export function changed(own: readonly OwnItem[], file: Record<string, unknown>, wish: Wish): Changed {
  const faults: ChangeFault[] = [];
  const put: OwnItem[] = [];
  const removed: ItemRef[] = [];
  for (const ref of wish.remove) {
    if (own.some(isOf(ref))) removed.push({ kind: ref.kind, key: ref.key });
    else if (isInFile(file, ref)) faults.push(readOnly(ref));
  }
  for (const wished of wish.put) {
    const before = own.find(isOf(wished));
    const named = withKey(wished);
    if (isInFile(file, wished) || isInFile(file, named)) faults.push(readOnly(wished));
    if (named.key === '' || (wished.kind === 'setting' && !settingKey.safeParse(wished.key).success))
      faults.push({ ...wished, within: [], message: 'is nothing that can be set up' });
    const renamed = named.key !== wished.key;
    if (put.some(isOf(named)) || (renamed && own.some(isOf(named)) && !removed.some(isOf(named))))
      faults.push({ ...wished, within: [], message: `would take the name of another: ${named.key}` });
    const taken = withSecrets(named, before);
    faults.push(...taken.faults);
    put.push({ ...named, body: taken.body, problem: null, changedAt: wish.at, changedBy: wish.actor });
    if (renamed && before !== undefined) removed.push({ kind: before.kind, key: before.key });
  }
  const gone = [...put, ...removed];
  const next = [...own.filter((item) => !gone.some(isOf(item))), ...put].sort(byKindAndKey);
  return { own: next, put, removed: removed.filter((ref) => !put.some(isOf(ref))), faults };
}

function readOnly(ref: ItemRef): ChangeFault {
  return { ...ref, within: [], message: 'stands in the configuration file, and is changed there' };
}

/** Under the key that its body says; a cluster that says none gets the one that it is asked for under, so that it keeps its history. */
function withKey({ kind, key, body }: BodyItem): BodyItem {
  if (!isRecord(body)) return { kind, key, body };
  switch (kind) {
    case 'cluster': {
      if (typeof body.key === 'string' && body.key !== '') return { kind, key: body.key, body };
      const said = clusterKeyOf(body);
      return { kind, key, body: said === key || said === null ? body : { key, ...body } };
    }
    case 'channel':
      return { kind, key: typeof body.name === 'string' ? body.name.trim() : key, body };
    case 'setting':
      return { kind, key, body };
  }
}

/** Puts secrets as text where the pages say `kept` or `new`. */
function withSecrets(item: BodyItem, before: OwnItem | undefined): { body: unknown; faults: ChangeFault[] } {
  const faults: ChangeFault[] = [];
  const places: Path[] = [];
  const known = knownSecrets(before);
  const names = new Set<string>();
  mapSecrets(item.body, placeOf(item), (_, name) => names.add(relative(item, name)));
  const body = mapSecrets(item.body, placeOf(item), (value, name, within) => {
    const given = newSecret.safeParse(value);
    if (given.success) return given.data.text;
    if (!keptSecret.safeParse(value).success) return value;
    const kept = known.byName.get(relative(item, name)) ?? known.atPlace(within, names);
    if (kept === undefined) faults.push({ ...item, within, message: NOTHING_KEPT });
    else places.push(within);
    return kept ?? '';
  });
  for (const within of places) {
    const [host] = newHosts({ ...item, body }, before, within);
    if (host !== undefined) faults.push({ ...item, within, message: `${GIVE_AGAIN}: it would go to ${host}` });
  }
  return { body, faults };
}

/** Said where `kept` stands and nothing is. */
export const NOTHING_KEPT = 'is needed: nothing is kept here';
const GIVE_AGAIN = 'has to be given again';

/** Credentials follow to no host that they were not given for. */
function newHosts(item: BodyItem, before: OwnItem | undefined, within: Path): string[] {
  const scope = scopeOf(item.kind, within);
  const known = hostsAt(before?.body, before === undefined ? [] : scopeOf(item.kind, []));
  return hostsAt(item.body, scope).filter((host) => !known.includes(host));
}

const relative = (ref: ItemRef, name: string): string => name.slice(secretsOf(ref).length);

function knownSecrets(before: OwnItem | undefined) {
  const all: { name: string; within: string; text: string }[] = [];
  if (before !== undefined) {
    mapSecrets(before.body, placeOf(before), (value, name, within) => {
      if (typeof value === 'string' && value !== '')
        all.push({ name: relative(before, name), within: pathText(within), text: value });
    });
  }
  return {
    byName: new Map(all.map(({ name, text }) => [name, text])),
    /** What was called otherwise, and is called so no more. */
    atPlace: (within: Path, names: ReadonlySet<string>) =>
      all.find((one) => one.within === pathText(within) && !names.has(one.name))?.text,
  };
}
