/** One operation of the HTTP API: what it is for, what it takes and what it answers, with the schemas that its route parses with. */
import type { z } from 'zod';
import type { Permission } from '#contract';

export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof methods)[number];

export const tags = {
  Watched: 'Clusters, servers, targets, sessions and agents as they are now.',
  History: 'Series, counts, availability and reports over a range of time.',
  Incidents: 'What is wrong and was wrong, and what is known about it.',
  Alerting: 'Rules, channels, silences and maintenance, and what the rules find now.',
  Commands: 'Wishes: to pause, to acknowledge, to silence, to plan.',
  Settings: 'What is set up: clusters, channels and settings, as in holdfast.yaml.',
  People: 'People, keys, links and the audit log.',
  'Signing in': 'The doors themselves, and one’s own account.',
  Holdfast: 'Holdfast itself: its health, its live stream, and this description.',
} as const;
export type Tag = keyof typeof tags;

/** What an operation answers with one status: media types, and the schema of each; null: not JSON, or nothing that a schema says. */
export interface Answer {
  what: string;
  content: Readonly<Record<string, z.ZodType | null>>;
}

/** A request that is made in a test, and what it must come to. */
export interface Example {
  name: string;
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  status: number;
}

export interface Operation {
  /** Unique; what generated clients call it. */
  id: string;
  method: Method;
  /** The route's folder below `app/api`, e.g. `v1/clusters/[cluster]`. */
  route: string;
  /** As it is described; without it, the route with its parameters in braces. */
  path?: string;
  tag: Tag;
  summary: string;
  description?: string;
  needs: Permission | 'open';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  answers: Readonly<Record<number, Answer>>;
  /** Besides those that follow from what it takes. */
  refusals?: readonly number[];
  examples: readonly Example[];
}

export const ok = (schema: z.ZodType, what: string): Operation['answers'] => ({
  200: { what, content: { 'application/json': schema } },
});
export const created = (schema: z.ZodType, what: string): Operation['answers'] => ({
  201: { what, content: { 'application/json': schema } },
});
export const okCsv = (what: string): Operation['answers'] => ({ 200: { what, content: { 'text/csv': null } } });
/** For who asks with `Accept: text/csv`, the same as a table. */
export const okOrCsv = (schema: z.ZodType, what: string): Operation['answers'] => ({
  200: { what, content: { 'application/json': schema, 'text/csv': null } },
});

/** `/api/v1/clusters/{cluster}` */
export function pathOf({ path, route }: Pick<Operation, 'path' | 'route'>): string {
  return path ?? `/api/${route.replace(/\[([^\]]+)\]/g, '{$1}')}`;
}
