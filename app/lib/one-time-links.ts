/** Links that open once: an invitation, and a new password for who lost theirs. The database keeps only their hashes. */
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type EpochMs, type InvitationView, invitation, type OneTimeLink, role, teamRef } from '#contract';
import { COMMAND_LINE, type PeopleStore, type TokenRow } from '../../server/store/people/port';
import { hashOfToken } from '../../server/store/people/tokens';
import { isMailReady, sendMail } from './mail';
import { isAdministrators } from './makers';

const DAY_MS = 86_400_000;
const kept = { invitation: 7 * DAY_MS, reset: DAY_MS } as const;
/** Of a mail that anybody may ask for. */
export const ASKED_FOR_MS = 3_600_000;

export const invitationGrant = z.object({ email: z.string(), role, teams: z.array(teamRef).nullable() });
const resetGrant = z.object({ userId: z.string() });

interface NewToken {
  kind: 'invitation' | 'reset';
  name: string;
  createdBy: string;
  grant: z.infer<typeof invitationGrant> | z.infer<typeof resetGrant>;
  forMs?: number;
}

/** What is over goes when something new comes: addresses are not kept for ever. @returns the path that opens it, told once */
export async function makeLink(
  people: PeopleStore,
  { kind, name, createdBy, grant, forMs = kept[kind] }: NewToken,
  at: EpochMs,
): Promise<Omit<OneTimeLink, 'mailed'> & { id: string }> {
  for (const row of await people.tokens(kind)) if (isOver(row, at)) await people.removeToken(row.id);
  const token = randomBytes(32).toString('base64url');
  const id = randomUUID();
  const expiresAt = at + forMs;
  const row = { id, kind, hash: hashOfToken(token), name, createdBy, createdAt: at, expiresAt };
  await people.addToken({ ...row, grant: JSON.stringify(grant) });
  return { id, path: `/${kind}/${token}`, expiresAt };
}

/** null: never made, used, withdrawn or too late, or by somebody who is no administrator now. */
export async function openInvitation(people: PeopleStore, token: string, at: EpochMs) {
  const row = await people.tokenByHash('invitation', hashOfToken(token));
  if (row === null || isOver(row, at) || !(await isAdministrators(people, row))) return null;
  return { id: row.id, name: row.name, createdBy: row.createdBy, ...invitationGrant.parse(JSON.parse(row.grant)) };
}

/** The same for a new password. */
export async function openReset(people: PeopleStore, token: string, at: EpochMs) {
  const row = await people.tokenByHash('reset', hashOfToken(token));
  if (row === null || isOver(row, at)) return null;
  // What anybody asks for, or the machine's own command, is nobody's.
  const isOfSomebody = row.createdBy !== '-' && row.createdBy !== COMMAND_LINE;
  if (isOfSomebody && !(await isAdministrators(people, row))) return null;
  const person = await people.person(resetGrant.parse(JSON.parse(row.grant)).userId);
  return person === null || person.disabled ? null : { id: row.id, person };
}

/** What was sent before opens nothing any more. */
export async function forgetResetsOf(people: PeopleStore, userId: string): Promise<void> {
  for (const { id, grant } of await people.tokens('reset'))
    if (resetGrant.safeParse(JSON.parse(grant)).data?.userId === userId) await people.removeToken(id);
}

export async function openInvitations(people: PeopleStore, at: EpochMs): Promise<InvitationView[]> {
  const rows = (await people.tokens('invitation')).filter((row) => !isOver(row, at));
  return rows.map(({ grant, ...row }) => invitation.parse({ ...row, ...invitationGrant.parse(JSON.parse(grant)) }));
}

const isOver = ({ expiresAt }: TokenRow, at: EpochMs): boolean => expiresAt !== null && expiresAt <= at;

const letters = {
  invitation: {
    subject: 'You are invited to Holdfast',
    first: 'You are invited to Holdfast, which watches the connections of the contact centre. Choose a password here:',
    last: 'The link works once, within 7 days.',
  },
  reset: {
    subject: 'A new password for Holdfast',
    first: 'Somebody asked for a new password for your account at Holdfast. Choose it here:',
    last: 'The link works once, and not for long. If it was not you who asked, nothing has changed: tell your administrator.',
  },
} as const;

/** @returns whether the mail server took it; null: mail is not set up */
export async function mailLink(
  to: string,
  kind: keyof typeof letters,
  { path }: { path: string },
): Promise<boolean | null> {
  if (!(await isMailReady())) return null;
  const { subject, first, last } = letters[kind];
  return sendMail({ to, subject, lines: [first, '', 'LINK', '', last], path });
}
