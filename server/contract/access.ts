/** What is exchanged about keys for other programs, and about links to the wall. */
import { z } from 'zod';
import { epochMs, slug } from './identity';
import { permission, permissionsOf, role } from './people';
import { teamRef } from './scope';

export const LONGEST_ACCESS_DAYS = 365;

const name = z
  .string()
  .trim()
  .min(1)
  .max(60)
  // It becomes an actor of the audit log.
  .regex(/^[^\p{Cc}]+$/u, 'holds a control character');
const days = z.number().int().min(1).max(LONGEST_ACCESS_DAYS);

/** null: every team. Supervisors have teams of their own, the others every team. */
const standing = { role, teams: z.array(teamRef).max(500).nullable() };

export const newKey = z
  .strictObject({ name, ...standing, scopes: z.array(permission).min(1).max(20), days })
  .refine((k) => (k.role === 'supervisor') === (k.teams !== null), {
    ...{ path: ['teams'], error: 'a list for a supervisor, null for everybody else' },
  })
  .refine((k) => k.scopes.every((scope) => permissionsOf(k.role).includes(scope)), {
    ...{ path: ['scopes'], error: 'more than the role may' },
  });
export type NewKeyBody = z.infer<typeof newKey>;

export const keyGrant = z.object({ ...standing, scopes: z.array(permission).optional() });

export const newLink = z.strictObject({
  name,
  /** Those that it shows; null: all, also those to come. */
  clusters: z.array(slug).min(1).max(100).nullable(),
  days,
});
export type NewLinkBody = z.infer<typeof newLink>;

export const linkGrant = z.object({ clusters: z.array(slug).nullable() });

const access = {
  id: z.string(),
  name: z.string(),
  createdBy: z.string(),
  createdAt: epochMs,
  expiresAt: epochMs,
  /** To a minute; null: never. */
  lastUsedAt: epochMs.nullable(),
};

export const accessKey = z.object({ ...access, ...keyGrant.shape });
export type AccessKey = z.infer<typeof accessKey>;

export const wallLink = z.object({ ...access, ...linkGrant.shape });
export type WallLink = z.infer<typeof wallLink>;

/** Shown once: only its hash is kept. */
export const madeKey = z.object({ id: z.string(), token: z.string(), expiresAt: epochMs });
export type MadeKey = z.infer<typeof madeKey>;

/** The path that opens the wall, shown once. */
export const madeLink = z.object({ id: z.string(), path: z.string(), expiresAt: epochMs });
export type MadeLink = z.infer<typeof madeLink>;
