/** Tickets that open the live socket: signed with the internal key, short-lived, used once. Shared with the dashboard, so no heavy imports. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type EpochMs, LIVE_TICKET_TTL_MS, type Topic } from '#contract';
import type { Time } from '../time/time';

/** An exact topic, or everything below a prefix: `cluster:*`, `target:lab/*`, `team:lab/*`, `observer`. A bare `*` does not exist. */
export const topicPattern = z
  .string()
  .regex(
    /^(observer|incidents|service-incidents|admin|incidents:[a-z0-9._-]+\/[A-Za-z0-9._~-]{1,128}|(cluster|agents):([a-z0-9._-]+|\*)|team:(\*|[a-z0-9._-]+\/(\*|[A-Za-z0-9._~-]{1,128}))|target:([a-z0-9._-]+\/)*([a-z0-9._-]+|\*))$/,
  );

export const ticketClaims = z.object({
  topics: z.array(topicPattern).max(500),
  /** Whose sign-in it is bound to; a renewal must come from the same one. */
  actor: z.string().min(1).max(200),
  expiresAt: z.number().int(),
  nonce: z.string().min(16).max(64),
  /** When whoever asks may no longer be here: their key is over then. Absent: as long as it is renewed. */
  endsAt: z.number().int().optional(),
});
export type TicketClaims = z.infer<typeof ticketClaims>;

/** What the handshake is told when a ticket is refused; the page then fetches a new one. */
export type TicketRefusal =
  | 'malformed'
  | 'forged'
  | 'expired'
  | 'issued-before-start'
  | 'revoked'
  | 'used'
  | 'too-many';
export type Admission = { status: 'ok'; claims: TicketClaims } | { status: 'refused'; reason: TicketRefusal };

/** The clocks of two processes of one machine may differ by this much after a correction. */
const CLOCK_SKEW_MS = 5_000;
const MAX_REMEMBERED_NONCES = 20_000;

export interface TicketGrant {
  topics: readonly string[];
  actor: string;
  at: EpochMs;
  endsAt?: EpochMs | undefined;
}

/** A ticket with a fresh nonce and the full life time, counted from `at`. */
export function issueTicket(key: Uint8Array, grant: TicketGrant): string {
  return signTicket(key, {
    topics: [...grant.topics],
    actor: grant.actor,
    expiresAt: grant.at + LIVE_TICKET_TTL_MS,
    nonce: randomBytes(18).toString('base64url'),
    ...(grant.endsAt === undefined ? {} : { endsAt: grant.endsAt }),
  });
}

/** `<claims>.<mac>`, both base64url. Throws on claims that no gate would ever admit. */
export function signTicket(key: Uint8Array, claims: TicketClaims): string {
  const body = Buffer.from(JSON.stringify(ticketClaims.parse(claims))).toString('base64url');
  return `${body}.${macOf(key, body).toString('base64url')}`;
}

/** True when one of the patterns covers the topic. */
export function allowsTopic(patterns: readonly string[], topic: Topic): boolean {
  return patterns.some((p) => (p.endsWith('*') ? topic.startsWith(p.slice(0, -1)) : p === topic));
}

export interface TicketGate {
  /** Admits a ticket once. Never throws, whatever the text. */
  admit(ticket: string): Admission;
  /** Tickets that somebody was given before now open nothing. */
  revoke(actor: string): void;
}

/** Remembers used nonces until they expire; more than `maxNonces` at once are refused rather than forgotten. */
export function createTicketGate(
  key: Uint8Array,
  time: Pick<Time, 'now'>,
  maxNonces: number = MAX_REMEMBERED_NONCES,
): TicketGate {
  const startedAt = time.now();
  const used = new Map<string, EpochMs>();
  const revokedAt = new Map<string, EpochMs>();

  function forgetExpired(at: EpochMs): void {
    for (const [nonce, until] of used) if (until < at) used.delete(nonce);
  }

  return {
    admit(ticket) {
      const opened = openTicket(key, ticket);
      if (opened.status === 'refused') return opened;
      const { claims } = opened;
      const at = time.now();
      const reason = lifeRefusal(claims, at, startedAt);
      if (reason !== null) return refused(reason);
      if (issuedAt(claims) < (revokedAt.get(claims.actor) ?? 0)) return refused('revoked');
      if (used.has(claims.nonce)) return refused('used');
      if (used.size >= maxNonces) forgetExpired(at);
      if (used.size >= maxNonces) return refused('too-many');
      used.set(claims.nonce, claims.expiresAt + CLOCK_SKEW_MS);
      return opened;
    },
    revoke(actor) {
      const at = time.now();
      // Whatever was given before is over by itself then.
      for (const [other, since] of revokedAt)
        if (since < at - LIVE_TICKET_TTL_MS - CLOCK_SKEW_MS) revokedAt.delete(other);
      revokedAt.set(actor, at);
    },
  };
}

const issuedAt = ({ expiresAt }: TicketClaims): EpochMs => expiresAt - LIVE_TICKET_TTL_MS;

function lifeRefusal(claims: TicketClaims, at: EpochMs, startedAt: EpochMs): TicketRefusal | null {
  if (claims.expiresAt <= at) return 'expired';
  if (claims.expiresAt > at + LIVE_TICKET_TTL_MS + CLOCK_SKEW_MS) return 'malformed';
  // What an earlier run of the worker admitted is forgotten, so nothing issued before this run is good.
  if (claims.expiresAt < startedAt - CLOCK_SKEW_MS + LIVE_TICKET_TTL_MS) return 'issued-before-start';
  return null;
}

function openTicket(key: Uint8Array, ticket: string): Admission {
  const [body, mac, ...rest] = ticket.split('.');
  if (body === undefined || mac === undefined || rest.length > 0) return refused('malformed');
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(key, body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return refused('forged');
  const claims = ticketClaims.safeParse(jsonOf(body));
  return claims.success ? { status: 'ok', claims: claims.data } : refused('malformed');
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
  return createHmac('sha256', key).update('holdfast live ticket 1\n').update(body).digest();
}

function refused(reason: TicketRefusal): Admission {
  return { status: 'refused', reason };
}
