/** A rule held against stored history before it is saved: what is asked, and the lines of the answer (NDJSON). */
import { z } from 'zod';
import { alertRule, explanation, severity } from './alerts';
import { epochMs, slug } from './identity';

/** A rule as it is made: what follows from its condition is left out. */
export const ruleInput = alertRule.omit({ origin: true, threshold: true, kind: true });

export const replayRequest = z
  .object({ rule: ruleInput, from: epochMs, to: epochMs })
  .refine((r) => r.from < r.to, { message: 'from must be before to', path: ['to'] })
  .refine((r) => r.to - r.from <= 93 * 86_400_000, { message: 'at most 93 days', path: ['to'] });
export type ReplayRequest = z.infer<typeof replayRequest>;

/** One time that the rule would have fired for one subject. */
export const replayFiring = z.object({
  subject: z.string(),
  title: z.string(),
  clusterKey: slug.nullable(),
  nodeKey: slug.nullable(),
  severity,
  /** Since when by the evidence; may lie before the range. */
  begunAt: epochMs,
  firedAt: epochMs,
  /** null: it fires at the end of the range. */
  endedAt: epochMs.nullable(),
  samples: explanation.shape.samples,
});
export type ReplayFiring = z.infer<typeof replayFiring>;

export const replayResult = z.object({
  from: epochMs,
  to: epochMs,
  /** In order of `firedAt`; of very many the newest. */
  firings: z.array(replayFiring),
  /** All of them, listed or not. */
  total: z.number().int().nonnegative(),
  /** How many subjects: what may well be as many incidents. */
  subjects: z.number().int().nonnegative(),
  /** What this answer cannot tell, or tells less exactly than live. One sentence each. */
  notes: z.array(z.string()),
  /** When nobody watched: it could not have fired. */
  unobserved: z.array(z.object({ from: epochMs, to: epochMs })),
});
export type ReplayResult = z.infer<typeof replayResult>;

export const replayLine = z.discriminatedUnion('line', [
  /** Of so many parts, so many are done. */
  z.object({ line: z.literal('progress'), done: z.number().int(), of: z.number().int() }),
  z.object({ line: z.literal('result'), result: replayResult }),
  z.object({ line: z.literal('failed'), message: z.string() }),
]);
export type ReplayLine = z.infer<typeof replayLine>;
