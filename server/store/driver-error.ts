/** Turns what Prisma and the driver throw into a `StoreError`, by the driver's codes and never by the text. */
import { z } from 'zod';
import { kindOfCode } from './provider/provider';
import { StoreError } from './store-error';

const inner = z.object({ cause: z.object({ originalCode: z.string().optional(), kind: z.string() }) });
const codeOnly = z.object({ code: z.string() });
const wrapped = z.object({ meta: z.object({ driverAdapterError: z.unknown() }) });

/** @param doing what was tried, for the log */
export function storeErrorFrom(error: unknown, doing: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  return new StoreError(kindOfCode(code), `${doing}: the database refused (${code ?? 'no code'})`, { cause: error });
}

/** The driver's own code is the most exact; Prisma wraps it in `meta`, and an adapter used directly in `cause`. */
function codeOf(error: unknown): string | null {
  const outer = wrapped.safeParse(error);
  const driver = inner.safeParse(outer.success ? outer.data.meta.driverAdapterError : error);
  if (driver.success) return driver.data.cause.originalCode ?? driver.data.cause.kind;
  const plain = codeOnly.safeParse(error);
  return plain.success ? plain.data.code : null;
}
