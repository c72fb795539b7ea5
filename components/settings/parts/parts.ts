/** Settings that exist once, as parts of one draft: from what is set up, and to the change that is meant. Pure. */
import type { ConfigChange, ConfigItem, Configuration, SettingKey } from '#contract';
import type { Meant } from '../form/meant';
import { branchOf, isBranch, type Tree } from '../form/tree';

/** `at`: its key in the draft. */
export interface SettingPart {
  key: SettingKey;
  at: string;
}

export function itemOf({ items }: Pick<Configuration, 'items'>, key: SettingKey): ConfigItem | null {
  // Of two the file comes first.
  const own = items.filter((item) => item.kind === 'setting' && item.key === key);
  return own.find((item) => item.origin === 'file') ?? own[0] ?? null;
}

/** What the file says stays out: it cannot be changed here. */
export function draftOf(configuration: Pick<Configuration, 'items'>, parts: readonly SettingPart[]): Tree {
  return Object.fromEntries(
    parts.flatMap(({ key, at }) => {
      const item = itemOf(configuration, key);
      return item?.origin === 'pages' ? [[at, item.body]] : [];
    }),
  );
}

export function meantBy(
  configuration: Pick<Configuration, 'items'>,
  parts: readonly SettingPart[],
  body: Tree,
): Exclude<Meant, { fault: string }> {
  const put: NonNullable<ConfigChange['put']> = [];
  const remove: NonNullable<ConfigChange['remove']> = [];
  for (const { key, at } of parts) {
    const item = itemOf(configuration, key);
    if (item?.origin === 'file') continue;
    const value = branchOf(body)[at];
    if (value !== undefined && !isEmpty(value)) put.push({ kind: 'setting', key, body: value });
    else if (item !== null) remove.push({ kind: 'setting', key });
  }
  return { wish: { put, remove }, places: parts.map(({ key, at }) => ({ ref: { kind: 'setting', key }, at })) };
}

const isEmpty = (value: Tree): boolean => isBranch(value) && Object.keys(value).length === 0;
