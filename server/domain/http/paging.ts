/** One page of a list in order of its keys, and where the next one begins. Pure. */

export interface Page<T> {
  items: T[];
  /** The key after which the next page begins; null: that was all. */
  after: string | null;
}

/**
 * @param keyOf unique among the items; the list is ordered by it, so that what comes or goes meanwhile moves nothing else
 * @param after as the page before said; null: from the start
 */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { after, limit }: { after: string | null; limit: number },
): Page<T> {
  const sorted = items
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === null || key > after)
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const shown = sorted.slice(0, limit);
  return {
    items: shown.map(({ item }) => item),
    after: sorted.length > limit ? (shown.at(-1)?.key ?? null) : null,
  };
}
