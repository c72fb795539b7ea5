/** What is exchanged about people: who may sign in, invitations, one's own account, and the second factor. */
import { z } from 'zod';
import { epochMs } from './identity';
import { role } from './people';
import { teamRef } from './scope';

const id = z.string().min(1).max(100);
const name = z.string().trim().min(1).max(100);
const email = z.email().max(320);
/** How long it must be is told in a sentence by whoever takes it. */
const passwordText = z.string().min(1).max(1_000);
const token = z.string().min(1).max(200);

/** null: every team. Supervisors have teams of their own, the others every team. */
const teams = z.array(teamRef).max(500).nullable();
const standing = { role, teams };
const fitting = (who: { role: string; teams: unknown }): boolean =>
  (who.role === 'supervisor') === (who.teams !== null);
const notFitting = { path: ['teams'], error: 'a list for a supervisor, null for everybody else' };

export const newPerson = z
  .strictObject({ name, email, ...standing, password: passwordText })
  .refine(fitting, notFitting);
export type NewPersonBody = z.infer<typeof newPerson>;

/** Role and teams go together. */
export const personChange = z.strictObject({
  name: name.optional(),
  standing: z.strictObject(standing).refine(fitting, notFitting).optional(),
  disabled: z.boolean().optional(),
});
export type PersonChangeBody = z.infer<typeof personChange>;

export const person = z.object({
  id,
  name: z.string(),
  email: z.string(),
  ...standing,
  disabled: z.boolean(),
  secondFactor: z.boolean(),
  /** By a password of Holdfast, by the provider of single sign-on, by both, or by nothing yet. */
  waysIn: z.array(z.enum(['password', 'single-sign-on'])),
  /** null: never, or longer ago than the audit log goes back. */
  lastSignInAt: epochMs.nullable(),
  createdAt: epochMs,
});
export type PersonView = z.infer<typeof person>;

export const newInvitation = z
  .strictObject({ name: z.string().trim().max(100), email, ...standing })
  .refine(fitting, notFitting);
export type NewInvitationBody = z.infer<typeof newInvitation>;

export const invitation = z.object({
  id,
  name: z.string(),
  email: z.string(),
  ...standing,
  createdBy: z.string(),
  createdAt: epochMs,
  expiresAt: epochMs,
});
export type InvitationView = z.infer<typeof invitation>;

/** Told once: Holdfast keeps only a hash of what opens it. */
export const oneTimeLink = z.object({
  /** Below where people reach Holdfast. */
  path: z.string(),
  expiresAt: epochMs,
  /** Whether a mail with it was taken by the mail server; null: mail is not set up. */
  mailed: z.boolean().nullable(),
});
export type OneTimeLink = z.infer<typeof oneTimeLink>;

export const invitationAnswer = z.strictObject({ token, name, password: passwordText });
export const resetWish = z.strictObject({ email });
export const resetAnswer = z.strictObject({ token, password: passwordText });

export const accountChange = z.strictObject({ name });
export const passwordChange = z.strictObject({ current: passwordText, password: passwordText });
export const passwordProof = z.strictObject({ password: passwordText });
export const codeProof = z.strictObject({ code: z.string().min(1).max(100) });

export const ownSignIn = z.object({
  id,
  /** The one that asks. */
  current: z.boolean(),
  createdAt: epochMs,
  usedAt: epochMs,
  origin: z.string().nullable(),
  browser: z.string().nullable(),
});
export type OwnSignIn = z.infer<typeof ownSignIn>;

export const account = z.object({
  name: z.string(),
  email: z.string(),
  ...standing,
  hasPassword: z.boolean(),
  secondFactor: z.object({ on: z.boolean(), backupCodesLeft: z.number().int().nonnegative() }),
  signIns: z.array(ownSignIn),
});
export type AccountView = z.infer<typeof account>;

export const preparedSecondFactor = z.object({
  /** `otpauth://…`, for a picture. */
  address: z.string(),
  /** The same secret for typing. */
  secret: z.string(),
});
export type PreparedSecondFactor = z.infer<typeof preparedSecondFactor>;
/** Each once in the place of a code; told once. */
export const backupCodes = z.object({ backupCodes: z.array(z.string()) });

/** After the password: in, or a code is needed. */
export const signedIn = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok') }),
  z.object({ status: z.literal('code-needed'), challenge: z.string() }),
]);

/** Whether Holdfast can send mail to a person: an e-mail channel, and the address where people reach it. */
export const mailState = z.object({ ready: z.boolean() });
export const mail = z.strictObject({
  to: email,
  subject: z.string().min(1).max(200),
  lines: z.array(z.string().max(1_000)).max(50),
  /** Below where people reach Holdfast; it stands where the line is `LINK`. */
  path: z.string().startsWith('/').max(500),
});
export type Mail = z.infer<typeof mail>;
export const mailSent = z.object({ sent: z.boolean(), condition: z.string().nullable() });
