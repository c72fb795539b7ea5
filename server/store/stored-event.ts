/** The door through which stored events come back: old versions are lifted to the present one, then parsed. */
import { type Event, event, type Recorded } from '#contract';
import { StoreError } from './store-error';

/** type → version → how to make the next version of it; filled when a type gets its version 2. */
const lifts: Record<string, Record<number, (old: unknown) => unknown>> = {};

export interface StoredEvent {
  seq: bigint | number;
  type: string;
  v: number;
  body: string;
}

/** Throws `StoreError` `corrupt` when the row is not an event that this version knows. */
export function readStoredEvent(row: StoredEvent): Recorded<Event> {
  let body: unknown = JSON.parse(row.body);
  for (let v = row.v, lift = lifts[row.type]?.[v]; lift !== undefined; v += 1, lift = lifts[row.type]?.[v])
    body = lift(body);
  const parsed = event.safeParse(body);
  if (!parsed.success) {
    throw new StoreError('corrupt', `event ${row.seq} (${row.type} v${row.v}) is not readable`, {
      cause: parsed.error,
    });
  }
  return { ...parsed.data, seq: Number(row.seq) };
}
