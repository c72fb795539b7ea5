/** What the HTTP API answers besides snapshots and history. */
import { z } from 'zod';
import { clusterView, serverView } from './servers';
import { taggedTarget } from './tags';

/** One cluster with what it is made of. */
export const clusterAnswer = z.object({
  cluster: clusterView,
  servers: z.array(serverView),
  targets: z.array(taggedTarget),
});
export type ClusterAnswer = z.infer<typeof clusterAnswer>;

/** Nothing more is to be said. */
export const done = z.object({ status: z.literal('ok') });
/** So many sign-ins. */
export const ended = z.object({ ended: z.number().int().nonnegative() });

export const liveTicket = z.object({ ticket: z.string() });

const part = z.enum(['ok', 'failing']);
export const healthAnswer = z.object({
  status: part,
  dashboard: part,
  worker: part,
  database: part,
  /** Which of them; none: all is well. */
  failing: z.array(z.string()).optional(),
  sessions: z.object({ total: z.number().int(), online: z.number().int() }).optional(),
});
