/** Maps that are copied before their first change and only then: a fold touches few of them. */

/** The maps that were made since the draft began, and so may be changed in place. */
export type Fresh = Set<unknown>;

export function put<K, V>(fresh: Fresh, map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return writable(fresh, map).set(key, value);
}

export function without<K, V>(fresh: Fresh, map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map;
  const mine = writable(fresh, map);
  mine.delete(key);
  return mine;
}

/** The map without what does not pass; the same one when all do. */
export function kept<K, V>(map: ReadonlyMap<K, V>, passes: (value: V) => boolean): ReadonlyMap<K, V> {
  const entries = [...map].filter(([, value]) => passes(value));
  return entries.length === map.size ? map : new Map(entries);
}

function writable<K, V>(fresh: Fresh, map: ReadonlyMap<K, V>): Map<K, V> {
  if (map instanceof Map && fresh.has(map)) return map;
  const copy = new Map(map);
  fresh.add(copy);
  return copy;
}
