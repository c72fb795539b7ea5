/** The read side of the database, opened once per process: on globalThis, because a development reload runs modules anew. */

import type { ReadStore } from '../../server/store/port';
import { openReadStore } from '../../server/store/read-store';
import { env } from './env';

declare global {
  var holdfastReadStore: Promise<ReadStore> | undefined;
}

/** A failed opening is not kept: the next caller tries again. */
export function store(): Promise<ReadStore> {
  globalThis.holdfastReadStore ??= openReadStore(env().databaseUrl).catch((error: unknown) => {
    globalThis.holdfastReadStore = undefined;
    throw error;
  });
  return globalThis.holdfastReadStore;
}
