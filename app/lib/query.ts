/** Reads the parameters of an address by their schema; what is wrong is named by parameter. */
import type { z } from 'zod';
import { problem } from './problem';

export interface Problems {
  path: string;
  message: string;
}

export type Read<T> = { status: 'ok'; value: T } | { status: 'invalid'; errors: Problems[] };

/** Of a parameter that comes twice the first; an empty one is none. */
export function readQuery<T>(query: URLSearchParams, schema: z.ZodType<T>): Read<T> {
  const given = [...query].reverse().filter(([, value]) => value !== '');
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return { status: 'ok', value: parsed.data };
  const errors = parsed.error.issues
    .slice(0, 20)
    .map((i) => ({ path: i.path.map(String).join('.').slice(0, 100), message: i.message }));
  return { status: 'invalid', errors };
}

export function queryOf(request: Request): URLSearchParams {
  return new URL(request.url).searchParams;
}

export function wrongQuery(errors: Problems[]): Response {
  return problem({ status: 400, title: 'The query is not valid', errors });
}
