/** Sends changes of the configuration, and tells what came of them as a value. */
import { z } from 'zod';
import {
  type ConfigChange,
  type ConfigChanged,
  type ConfigImport,
  type ConfigImported,
  type Configuration,
  configChanged,
  configImported,
  configuration,
} from '#contract';
import type { RefusedPlace } from './refusals';

export type Answered<T> =
  | { is: 'done'; done: T }
  | { is: 'refused'; sentence: string; errors: readonly RefusedPlace[] }
  /** Somebody else was faster. */
  | { is: 'stale' }
  | { is: 'silent' };

const problem = z.object({
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

export const sendChange = (basePath: string, change: ConfigChange): Promise<Answered<ConfigChanged>> =>
  post(`${basePath}/api/v1/configuration`, change, configChanged);

export const sendImport = (basePath: string, asked: ConfigImport): Promise<Answered<ConfigImported>> =>
  post(`${basePath}/api/v1/configuration/import`, asked, configImported);

/** null: no usable answer. */
export async function readConfiguration(basePath: string): Promise<Configuration | null> {
  try {
    const answer = await fetch(`${basePath}/api/v1/configuration`, { cache: 'no-store' });
    return configuration.safeParse(await answer.json()).data ?? null;
  } catch {
    return null;
  }
}

async function post<T>(url: string, body: unknown, schema: z.ZodType<T>): Promise<Answered<T>> {
  try {
    const answer = await fetch(url, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    });
    return answeredOf(answer.status, await answer.json(), schema);
  } catch {
    return { is: 'silent' };
  }
}

/** What an answer of the API means to a form. */
export function answeredOf<T>(status: number, body: unknown, schema: z.ZodType<T>): Answered<T> {
  if (status === 409) return { is: 'stale' };
  if (status < 300) {
    const done = schema.safeParse(body);
    return done.success ? { is: 'done', done: done.data } : { is: 'silent' };
  }
  const said = problem.safeParse(body);
  if (!said.success) return { is: 'silent' };
  const { title, detail, errors } = said.data;
  return { is: 'refused', sentence: detail ?? title, errors };
}
