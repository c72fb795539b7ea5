/** Why the database refused: the one error that leaves the store. */

/**
 * - `busy`: another process holds the write lock; trying again soon is right
 * - `unreachable`: no server answers there, or it is not up yet; trying again later is right
 * - `disk-full`: no room, or a quota; trying again later is right
 * - `corrupt`: not a database, or a damaged one; people must look
 * - `unsuitable`: a database cannot be kept there; people must choose another place
 * - `other`: everything else, bugs included
 */
export type StoreErrorKind = 'busy' | 'unreachable' | 'disk-full' | 'corrupt' | 'unsuitable' | 'other';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly kind: StoreErrorKind,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** By its name: a bundle may hold the class more than once. */
export function isStoreError(error: unknown): boolean {
  return error instanceof Error && error.name === 'StoreError';
}
