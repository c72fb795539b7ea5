/** The read side of the database, opened once per process: on globalThis, because a development reload runs modules anew. */

import { type AllReads, openReadStore } from '../../server/store/read-store';
import { env } from './env';

/** Everything that pages and routes read. */
export type Reads = AllReads;

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
