/** The second factor: codes of a telephone, each taken once, and codes on paper for when it is lost. */
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { EpochMs } from '#contract';
import { base32Of, stepOfCode, totpAddress } from '../../server/domain/people/totp';
import type { PeopleStore, TwoFactorRow } from '../../server/store/people/port';
import { markOf, seal, unseal } from './sealed';

const USE = 'second factor 1';
/** RFC 4226 §4 R6: 160 bits are recommended. */
const SECRET_BYTES = 20;
const BACKUP_CODES = 10;
const BACKUP_BYTES = 10;

/** What is sealed beside the secret: whoever takes a code moves `usedStep`, so that nobody takes it again. */
const held = z.object({ secret: z.string(), usedStep: z.number().nullable() });
type Held = z.infer<typeof held>;

export interface NewSecondFactor {
  /** For the picture. */
  address: string;
  /** For typing. */
  secret: string;
}

/** In force once it is confirmed with a code. null: there is one already. */
export async function prepareSecondFactor(
  people: PeopleStore,
  who: { id: string; email: string },
): Promise<NewSecondFactor | null> {
  if ((await people.twoFactor(who.id))?.verified === true) return null;
  const secret = randomBytes(SECRET_BYTES);
  const sealed = await sealHeld({ secret: secret.toString('base64'), usedStep: null });
  await people.putTwoFactor({ id: randomUUID(), userId: who.id, secret: sealed, backupCodes: '[]', verified: false });
  return { address: totpAddress(secret, who.email), secret: base32Of(secret) };
}

/** @returns the backup codes, shown once; null: that was not the code, or nothing was prepared */
export async function confirmSecondFactor(
  people: PeopleStore,
  userId: string,
  code: string,
  at: EpochMs,
): Promise<string[] | null> {
  const row = await people.twoFactor(userId);
  if (row === null || row.verified) return null;
  const sealed = await afterCode(row, code, at);
  if (sealed === null) return null;
  const codes = Array.from({ length: BACKUP_CODES }, newBackupCode);
  const marks = JSON.stringify(codes.map((one) => markOf(USE, plain(one))));
  const was = { secret: row.secret, backupCodes: row.backupCodes };
  const taken = await people.changeTwoFactor(row.id, was, { secret: sealed, backupCodes: marks });
  if (!taken) return null;
  await people.confirmTwoFactor(userId);
  return codes;
}

/** Whether the code is one of theirs that was not used; it cannot be used again. */
export async function takeCode(people: PeopleStore, userId: string, code: string, at: EpochMs): Promise<CodeTaken> {
  const row = await people.twoFactor(userId);
  if (row?.verified !== true) return 'no';
  const was = { secret: row.secret, backupCodes: row.backupCodes };
  const sealed = await afterCode(row, code, at);
  if (sealed !== null) return (await people.changeTwoFactor(row.id, was, { ...was, secret: sealed })) ? 'code' : 'no';
  const marks = z.array(z.string()).parse(JSON.parse(row.backupCodes));
  const left = marks.filter((mark) => mark !== markOf(USE, plain(code)));
  if (left.length === marks.length) return 'no';
  const is = { ...was, backupCodes: JSON.stringify(left) };
  return (await people.changeTwoFactor(row.id, was, is)) ? 'backup code' : 'no';
}
export type CodeTaken = 'no' | 'code' | 'backup code';

export function backupCodesLeft(row: TwoFactorRow | null): number {
  return row === null ? 0 : z.array(z.string()).parse(JSON.parse(row.backupCodes)).length;
}

/** What is to stand in the place of the sealed secret once the code is taken; null: it is not to be taken. */
async function afterCode(row: TwoFactorRow, code: string, at: EpochMs): Promise<string | null> {
  const text = await unseal(USE, row.secret);
  const known = text === null ? null : held.parse(JSON.parse(text));
  if (known === null) return null;
  const usedStep = stepOfCode(Buffer.from(known.secret, 'base64'), code, { at, usedStep: known.usedStep });
  return usedStep === null ? null : sealHeld({ ...known, usedStep });
}

const sealHeld = (what: Held): Promise<string> => seal(USE, JSON.stringify(what));

/** `ABCD-EFGH-IJKL-MNOP`: 80 bits. */
const newBackupCode = (): string => (base32Of(randomBytes(BACKUP_BYTES)).match(/.{4}/g) ?? []).join('-');
const plain = (code: string): string => code.replace(/[^A-Za-z2-7]/g, '').toUpperCase();
