/** What explains a chart of history: moments at which something happened, and incidents, silences and maintenance that went on for a while. */
import { z } from 'zod';
import { severity } from './alerts';
import type { Event } from './events';
import { failure } from './failure';
import { epochMs } from './identity';

export const markKinds = ['lost', 'connected', 'configured', 'certificate', 'command', 'observer'] as const;

/** Something that happened at a moment; where there are too many, one stands for `count` of its kind. */
export const historyMark = z.object({
  at: epochMs,
  kind: z.enum(markKinds),
  count: z.number().int().positive(),
  failure: failure.nullable(),
  /** The command, e.g. `pause-target`. */
  what: z.string().nullable(),
});
export type HistoryMark = z.infer<typeof historyMark>;

export const noteKinds = ['incident', 'maintenance', 'silence'] as const;

/** Something that went on from a time to a time, cut to the range; where there are too many, one stands for `count` of its kind. */
export const historyNote = z.object({
  kind: z.enum(noteKinds),
  from: epochMs,
  to: epochMs,
  /** It is not over, or was not at the end of the range. */
  goesOn: z.boolean(),
  text: z.string(),
  /** Of an incident. */
  severity: severity.nullable(),
  /** Its id; null: there is no page about it. */
  incidentId: z.string().nullable(),
  count: z.number().int().positive(),
});
export type HistoryNote = z.infer<typeof historyNote>;

/** What happened to a cluster over a range: beside its charts of agents. */
export const clusterMarks = z.object({
  from: epochMs,
  to: epochMs,
  marks: z.array(historyMark),
  notes: z.array(historyNote),
});
export type ClusterMarks = z.infer<typeof clusterMarks>;

/** Types of events that become marks. */
export const markedTypes = [
  'session-lost',
  'connect-finished',
  'target-configured',
  'certificate-changed',
  'command-accepted',
  'observer-started',
] as const;

/** null = it is none; whether a configuration is another than before is for whoever knows the one before. */
export function markOf(e: Event): HistoryMark | null {
  const plain = { at: e.at, count: 1, failure: null, what: null };
  switch (e.type) {
    case 'session-lost':
      return { ...plain, kind: 'lost', failure: e.failure };
    case 'connect-finished':
      return e.outcome === 'online' ? { ...plain, kind: 'connected' } : null;
    case 'target-configured':
      return { ...plain, kind: 'configured' };
    case 'certificate-changed':
      return { ...plain, kind: 'certificate' };
    case 'command-accepted':
      return { ...plain, kind: 'command', what: e.command };
    case 'observer-started':
      return { ...plain, kind: 'observer' };
    default:
      return null;
  }
}
