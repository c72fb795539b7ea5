/** The read side of the database, opened once per process: on globalThis, because a development reload runs modules anew. */

import type { AlertReads } from '../../server/store/alert/port';
import type { CountReads } from '../../server/store/history/counts';
import type { HistoryReads } from '../../server/store/history/port';
import type { ReadStore } from '../../server/store/port';
import { openReadStore } from '../../server/store/read-store';
import type { ReviewReads } from '../../server/store/review/port';
import { env } from './env';

/** Everything that pages and routes read. */
export type Reads = ReadStore & HistoryReads & CountReads & ReviewReads & AlertReads;

declare global {
  var holdfastReadStore: Promise<Reads> | undefined;
}

/** A failed opening is not kept: the next caller tries again. */
export function store(): Promise<Reads> {
  globalThis.holdfastReadStore ??= openReadStore(env().databaseUrl).catch((error: unknown) => {
    globalThis.holdfastReadStore = undefined;
    throw error;
  });
  return globalThis.holdfastReadStore;
}
