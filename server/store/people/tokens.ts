/** The sign-in library's way to its tables; tokens of sign-ins are kept as their SHA-256 only. */
import { createHash } from 'node:crypto';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import type { PrismaClient } from '../connection';
import { dialectOf } from '../connection';
import { guarded } from '../guarded';

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

type Args = Record<string, unknown>;
type Delegate = Record<string, unknown>;

/** For `betterAuth({ database })`. */
export function signInTables(db: PrismaClient): ReturnType<typeof prismaAdapter> {
  const { user, session, account, verification, twoFactor } = db;
  const plain = {
    user: told(user),
    account: told(account),
    verification: told(verification),
    twoFactor: told(twoFactor),
  };
  const tables = { ...plain, session: withHashedTokens(told(session)) };
  return prismaAdapter(tables, { provider: dialectOf(db).name });
}

/** Says in our own words when the database refuses. */
function told(table: object): Delegate {
  return new Proxy(
    { ...table },
    {
      get(_, method) {
        const run: unknown = Reflect.get(table, method);
        if (typeof run !== 'function') return run;
        return (args: Args) => guarded('sign-in tables', async (): Promise<unknown> => run.call(table, args));
      },
    },
  );
}

/** Whoever reads the database finds no token that opens anything; whoever brings one gets the row with the one they brought. */
function withHashedTokens(table: object): Delegate {
  return new Proxy(
    { ...table },
    {
      get(_, method) {
        const run: unknown = Reflect.get(table, method);
        if (typeof run !== 'function') return run;
        return async (args: Args = {}) => {
          const brought: string[] = [];
          const result: unknown = await run.call(table, hashed(args, brought));
          return withToken(result, brought);
        };
      },
    },
  );
}

/** Every string below a key `token`, replaced by its hash. */
function hashed(value: unknown, brought: string[], ofToken = false): Args {
  return walk(value, brought, ofToken) as Args;
}

function walk(value: unknown, brought: string[], ofToken: boolean): unknown {
  if (typeof value === 'string') {
    if (!ofToken) return value;
    brought.push(value);
    return hashOfToken(value);
  }
  if (Array.isArray(value)) return value.map((one) => walk(one, brought, ofToken));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, walk(one, brought, ofToken || key === 'token')]),
  );
}

function withToken(result: unknown, brought: readonly string[]): unknown {
  if (Array.isArray(result)) return result.map((row) => withToken(row, brought));
  if (result === null || typeof result !== 'object') return result;
  const found = brought.find((token) => Reflect.get(result, 'token') === hashOfToken(token));
  return found === undefined ? result : { ...result, token: found };
}
