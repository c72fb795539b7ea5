/** The configuration as the pages of settings see it: each item with its body, and every secret as kept. */
import { type ConfigItem, type Configuration, type ItemRef, itemBody, settingKeys } from '#contract';
import { clusterKeyOf, isRecord, listIn, type OwnVerdict, valueAt } from './merged';
import { byKindAndKey, type OwnItem, type StoredSettings } from './own-items';
import { mapSecrets, placeOf } from './secret-places';

export interface Viewed {
  stored: StoredSettings;
  own: readonly OwnItem[];
  result: { config: { file: string | null }; file: Record<string, unknown>; own: readonly OwnVerdict[] };
}

export function viewOf({ stored, own, result }: Viewed): Configuration {
  const fromFile = fileItems(result.file).map(
    ({ body, ...ref }): ConfigItem => ({
      ...{ ...ref, body: shownBody(ref, body), origin: 'file', problem: null, changedAt: null, changedBy: null },
    }),
  );
  const fromPages = own.map(({ kind, key, body, changedAt, changedBy }, n): ConfigItem => {
    const fault = result.own[n]?.faults[0];
    const problem = fault === undefined ? null : sentenceOf(fault);
    return { kind, key, body: shownBody({ kind, key }, body), origin: 'pages', problem, changedAt, changedBy };
  });
  return {
    ...{ revision: stored.revision, file: result.config.file },
    items: [...fromFile, ...fromPages].sort(byKindAndKey),
  };
}

export interface BodyItem extends ItemRef {
  body: unknown;
}

/** The items that a file has, as if each had been set up by itself. */
export function fileItems(file: Record<string, unknown>): BodyItem[] {
  const clusters = listIn(file, ['clusters']).map((body) => ({
    ...{ kind: 'cluster' as const, key: clusterKeyOf(body) ?? '', body },
  }));
  const channels = listIn(file, ['notify', 'channels']).map((body) => {
    const name = isRecord(body) && typeof body.name === 'string' ? body.name.trim() : '';
    return { kind: 'channel' as const, key: name, body };
  });
  const settings = settingKeys.flatMap((key) => {
    const body = valueAt(file, key.split('.'));
    return body === undefined ? [] : [{ kind: 'setting' as const, key, body }];
  });
  return [...clusters, ...channels, ...settings];
}

/** A body without a secret in it. */
export function shownBody(ref: ItemRef, body: unknown): ConfigItem['body'] {
  return itemBody.parse(mapSecrets(body, placeOf(ref), (value) => (value === undefined ? value : { secret: 'kept' })));
}

function sentenceOf({ path, message }: OwnVerdict['faults'][number]): string {
  return path === '' ? message : `${path} ${message}`;
}
