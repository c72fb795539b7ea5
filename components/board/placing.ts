/** Rows that keep their places under the eye: sorted by a rule that can be seen, but not while somebody points at them. Pure. */

export interface Placed<T> {
  key: string;
  /** null: it has left the list; its place is kept until nobody points there. */
  item: T | null;
}

/**
 * @param before the rows as they were shown
 * @param wanted the rows by the rule
 * @param held somebody points at the list, or is in it with the keyboard
 */
export function placedRows<T>(
  before: readonly Placed<T>[],
  wanted: readonly { key: string; item: T }[],
  held: boolean,
): Placed<T>[] {
  if (!held) return [...wanted];
  const now = new Map(wanted.map((row) => [row.key, row.item]));
  const shown = new Set(before.map((row) => row.key));
  const stayed = before.map(({ key }) => ({ key, item: now.get(key) ?? null }));
  return [...stayed, ...wanted.filter((row) => !shown.has(row.key))];
}
