/** The door through which the driver's errors leave the store. */
import { storeErrorFrom } from './driver-error';

/** Runs a query and turns what the driver throws into a `StoreError`. */
export async function guarded<T>(doing: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw storeErrorFrom(error, doing);
  }
}
