/** Ad-hoc muting of what is told: by what it fits, until when, and whose it is. */
import { z } from 'zod';
import type { Incident } from './alerts';
import { born } from './born';
import { epochMs } from './identity';

/** Mutes what fits every matcher. Fields that an incident has not match nothing. */
export const silence = z.object({
  id: z.string(),
  matchers: z
    .array(
      z.object({
        field: z.enum(['kind', 'severity', 'cluster', 'node', 'team', 'subject']),
        is: z.enum(['equal', 'not-equal']),
        value: z.string().min(1).max(200),
      }),
    )
    .min(1)
    .max(10),
  startsAt: epochMs,
  expiresAt: epochMs,
  author: z.string(),
  reason: z.string().max(500),
});
export type Silence = z.infer<typeof silence>;

export type Matcher = Silence['matchers'][number];

/** A silence is in force from its start until just before its expiry. */
export function isInForce(s: Pick<Silence, 'startsAt' | 'expiresAt'>, at: number): boolean {
  return s.startsAt <= at && at < s.expiresAt;
}

/** Whether an incident fits every one of them. */
export function fitsAll(matchers: readonly Matcher[], i: Incident): boolean {
  return matchers.every((m) => {
    const values = valuesOf(m.field, i);
    const has = values.includes(m.value);
    return m.is === 'equal' ? has : values.length > 0 && !has;
  });
}

/** What an incident has of a field; a team has an id and a name. */
export function valuesOf(field: Matcher['field'], i: Incident): readonly string[] {
  switch (field) {
    case 'kind':
      return [i.kind];
    case 'severity':
      return [i.severity];
    case 'cluster':
      return i.clusterKey === null ? [] : [i.clusterKey];
    case 'node':
      return i.nodeKey === null ? [] : [i.nodeKey];
    case 'team':
      return i.affected.teams.flatMap((t) => [t.teamId, t.name]);
    case 'subject':
      return [i.subject];
  }
}

/** A silence began, changed its end, or ended before its time. */
export const silenceChanged = z.object({
  ...born,
  type: z.literal('silence-changed'),
  silence,
  actor: z.string(),
});
