/** Keys derived from the one of DATA_DIR, and what is sealed and signed with them; the database alone opens nothing. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { z } from 'zod';
import type { EpochMs } from '#contract';
import { internalKey } from '../../server/config/internal-key';
import { env } from './env';

/** A key of its own for each use. */
function keyFor(use: string): string {
  return createHmac('sha256', internalKey(env().dataDir).reveal()).update(`holdfast ${use}`).digest('hex');
}

export function markOf(use: string, text: string): string {
  return createHmac('sha256', keyFor(use)).update(text).digest('base64url');
}

export function seal(use: string, text: string): Promise<string> {
  return symmetricEncrypt({ key: keyFor(use), data: text });
}

/** null: it was sealed with another key, or is broken. */
export async function unseal(use: string, sealed: string): Promise<string | null> {
  return symmetricDecrypt({ key: keyFor(use), data: sealed }).catch(() => null);
}

const withEnd = z.object({ until: z.number(), text: z.string() });

/** Says something for a while; whoever holds it can read it and not change it. */
export function signed(use: string, text: string, until: EpochMs): string {
  const body = Buffer.from(JSON.stringify({ until, text })).toString('base64url');
  return `${body}.${markOf(use, body)}`;
}

/** null: not ours, or too late. */
export function readSigned(use: string, ticket: string, at: EpochMs): string | null {
  const [body = '', mark = '', ...more] = ticket.split('.');
  const [given, wanted] = [Buffer.from(mark), Buffer.from(markOf(use, body))];
  if (more.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const said = withEnd.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return said.success && said.data.until > at ? said.data.text : null;
}
