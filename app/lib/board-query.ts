/** What a board is asked for in an address: the strict reading of the API, and the lenient one of pages. */
import { z } from 'zod';
import { type Scope, scopeOf, slug, teamRef } from '#contract';
import { readQuery } from './query';

export interface BoardScope {
  /** null = all clusters. */
  clusterKey: string | null;
  teams: Scope;
}

export type BoardScopeRead =
  | { status: 'ok'; scope: BoardScope }
  | { status: 'invalid'; errors: { path: string; message: string }[] };

/** More would be everybody. */
const MAX_TEAMS = 200;

/** `cluster=K` and `teams=K/T,K/T`; a missing one does not limit, and what is wrong is named. */
export const boardQuery = z.object({
  cluster: slug.optional().describe('The key of a cluster; all of them without it.'),
  teams: z
    .string()
    .superRefine((text, context) => {
      const parts = text.split(',');
      const wrong = parts.filter((part) => !isTeam(part.trim())).slice(0, 5);
      for (const part of wrong) context.addIssue(`"${part.slice(0, 200)}" is not CLUSTER/TEAM`);
      if (parts.length > MAX_TEAMS) context.addIssue(`more than ${MAX_TEAMS} teams`);
    })
    .optional()
    .describe('`CLUSTER/TEAM`, with commas between them; all that are yours without it.'),
});

export function readBoardScope(query: URLSearchParams): BoardScopeRead {
  const read = readQuery(query, boardQuery);
  if (read.status === 'invalid') return read;
  const { cluster, teams } = read.value;
  return { status: 'ok', scope: { clusterKey: cluster ?? null, teams: scopeOf(teams) } };
}

function isTeam(text: string): boolean {
  const [clusterKey, teamId, ...more] = text.split('/');
  return more.length === 0 && teamRef.safeParse({ clusterKey, teamId }).success;
}
