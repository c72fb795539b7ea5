/** What a link in a message carries that acknowledges an incident: signed with the internal key. Shared with the dashboard. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Delivery, type EpochMs, epochMs } from '#contract';

const claims = z.object({
  incidentId: z.string().min(1).max(200),
  /** Whose message it was. */
  channel: z.string().min(1).max(60),
  expiresAt: epochMs,
});
export type AcknowledgeClaims = z.infer<typeof claims>;

export type OpenedToken =
  | { status: 'ok'; claims: AcknowledgeClaims }
  | { status: 'refused'; reason: 'forged' | 'expired' };

/** Longer than an incident lasts, and short enough for a mailbox that somebody else reads later. */
const GOOD_FOR_MS = 7 * 86_400_000;

/** The same for the same delivery, however often it is sent. `<claims>.<mac>`, both base64url. */
export function acknowledgeToken(key: Uint8Array, d: Pick<Delivery, 'incidentId' | 'channel' | 'createdAt'>): string {
  const { incidentId, channel, createdAt } = d;
  const claimed: AcknowledgeClaims = { incidentId, channel, expiresAt: createdAt + GOOD_FOR_MS };
  const body = Buffer.from(JSON.stringify(claimed)).toString('base64url');
  return `${body}.${macOf(key, body).toString('base64url')}`;
}

/** Never throws, whatever the text. */
export function openAcknowledgeToken(key: Uint8Array, token: string, at: EpochMs): OpenedToken {
  const [body, mac, ...rest] = token.split('.');
  if (body === undefined || mac === undefined || rest.length > 0) return { status: 'refused', reason: 'forged' };
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(key, body);
  // RFC 2104 §5: all of it, and in a time that tells nothing of where they differ.
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return { status: 'refused', reason: 'forged' };
  const read = claims.safeParse(jsonOf(body));
  if (!read.success) return { status: 'refused', reason: 'forged' };
  return read.data.expiresAt <= at ? { status: 'refused', reason: 'expired' } : { status: 'ok', claims: read.data };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/** The prefix keeps this use of the internal key apart from every other. */
function macOf(key: Uint8Array, body: string): Buffer {
  return createHmac('sha256', key).update('holdfast acknowledge link 1\n').update(body).digest();
}
