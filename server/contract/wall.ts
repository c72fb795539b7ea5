/** What the wall shows: figures, the state of servers, and incidents by their kind; nobody by name, login id or address. */
import { z } from 'zod';
import { incidentKind, severity } from './alerts';
import { epochMs, slug } from './identity';
import { finesseSide } from './presence';

const count = z.number().int().nonnegative();

/** Of agents, by what is the case with their connection. */
export const wallCounts = z.object({
  /** Unstable ones too. */
  connected: count,
  unstable: count,
  atRisk: count,
  /** Forced out, and not back. */
  out: count,
  unknown: count,
});
export type WallCounts = z.infer<typeof wallCounts>;

export const wallTeam = z.object({ name: z.string(), counts: wallCounts });
export type WallTeam = z.infer<typeof wallTeam>;

export const wallServer = z.object({
  name: z.string(),
  side: finesseSide,
  status: z.enum(['in-service', 'out', 'standby', 'unseen']),
  /** Why it is out, in two words. */
  why: z.string().nullable(),
});
export type WallServer = z.infer<typeof wallServer>;

export const wallCluster = z.object({
  key: slug,
  name: z.string(),
  counts: wallCounts,
  servers: z.array(wallServer),
  /** Sessions that Holdfast holds, and how many of them are online. */
  sessions: z.object({ online: count, all: count }),
  /** Of at least so many agents that nobody can be told from a count; in the order of their names. */
  teams: z.array(wallTeam),
  /** Whether an early warning can be had here at all. */
  warns: z.boolean(),
});
export type WallCluster = z.infer<typeof wallCluster>;

export const wallIncident = z.object({
  severity,
  kind: incidentKind,
  /** null: it is about no cluster. */
  cluster: z.string().nullable(),
  /** When the oldest of them began. */
  since: epochMs,
  count,
  /** Somebody has taken up each of them. */
  acknowledged: z.boolean(),
});
export type WallIncident = z.infer<typeof wallIncident>;

export const wallFigures = z.object({
  at: epochMs,
  /** When Holdfast last measured anything; null: never. */
  measuredAt: epochMs.nullable(),
  clusters: z.array(wallCluster),
  /** Open and not muted, the most urgent first. */
  incidents: z.array(wallIncident),
});
export type WallFigures = z.infer<typeof wallFigures>;
