/** The audit log as pages and the API exchange it: who did what, when, from where, with what was and what is. */
import { z } from 'zod';
import { epochMs } from './identity';
import { pageQuery } from './requests';

export const auditEntry = z.object({
  id: z.string(),
  at: epochMs,
  /** A person's e-mail address, `key NAME`, `link NAME`, or `-` for nobody who is known. */
  actor: z.string(),
  /** The address that it came from. */
  origin: z.string(),
  /** `signed-in`, `person-changed`, or the command as the API calls it. */
  action: z.string(),
  /** Who or what it was about. */
  subject: z.string(),
  /** What was and what is, where there is such a thing; never a secret. */
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEntryView = z.infer<typeof auditEntry>;

/** Kinds of what is done, and how each calls it. */
export const auditKinds = {
  'signing-in': [
    ...([
      'signed-in',
      'signed-out',
      'sign-in-refused',
      'password-changed',
      'password-refused',
      'password-reset',
    ] as const),
    ...(['password-reset-asked', 'password-reset-offered', 'second-factor-on', 'second-factor-off'] as const),
    ...(['second-factor-removed', 'sign-ins-ended'] as const),
  ],
  people: [
    ...(['set-up', 'person-added', 'person-changed', 'person-removed', 'person-linked', 'person-invited'] as const),
    ...(['invitation-withdrawn', 'invitation-accepted'] as const),
  ],
  access: ['key-made', 'key-revoked', 'link-made', 'link-revoked'],
  settings: [
    ...(['configuration-changed', 'configuration-imported', 'configuration-exported', 'connection-tested'] as const),
    ...(['privacy-changed', 'save-rule', 'remove-rule', 'plan-maintenance', 'cancel-maintenance'] as const),
    ...(['test-channel', 'pause-target', 'resume-target', 'reconnect-target', 'retry-accounts'] as const),
  ],
  incidents: [
    ...(['acknowledge-incident', 'note-incident', 'assign-incident', 'resolve-incident', 'merge-incident'] as const),
    ...(['create-silence', 'end-silence', 'extend-silence', 'retry-delivery'] as const),
  ],
  seen: ['view-agent', 'export-incident', 'audit-exported', 'person-forgotten'],
} as const satisfies Record<string, readonly string[]>;
export type AuditKind = keyof typeof auditKinds;

const kindNames = ['signing-in', 'people', 'access', 'settings', 'incidents', 'seen'] as const;

const moment = z.coerce.number().int().min(0).max(8.64e15);

/** Of what is exported, too. */
export const auditFilter = {
  who: z.string().max(320).optional().describe('Who did it, or whom it was done to, as `actor` or `subject` say.'),
  kind: z.enum(kindNames).optional().describe('What was done.'),
  from: moment.optional().describe('Epoch milliseconds: not before.'),
  to: moment.optional().describe('Epoch milliseconds: before.'),
};
export const auditQuery = z.object({ ...auditFilter, ...pageQuery });
export const auditExportQuery = z.object(auditFilter);
export type AuditFilter = z.infer<typeof auditExportQuery>;
