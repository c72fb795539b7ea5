/** When a session was last heard, and when that is too long ago: Openfire's rules as pure functions. */
import type { EpochMs, TransportKind } from '#contract';

/** What is known of a client's signs of life, without simulating each of them. */
export type Contact =
  /** A BOSH request is held: the session is in use. */
  | { kind: 'held' }
  /** Heard at `firstAt` and every `everyMs` after. */
  | { kind: 'pinging'; firstAt: EpochMs; everyMs: number }
  /** Heard last at `lastAt`, which may still lie ahead: a held request runs out by itself. */
  | { kind: 'silent'; lastAt: EpochMs };

export interface IdleRules {
  boshIdleMs: number;
  websocketIdleMs: number;
  /** BOSH `wait`. */
  waitMs: number;
}

export function lastContactAt(contact: Contact, now: EpochMs): EpochMs {
  switch (contact.kind) {
    case 'held':
      return now;
    case 'pinging':
      return now < contact.firstAt
        ? contact.firstAt
        : contact.firstAt + Math.floor((now - contact.firstAt) / contact.everyMs) * contact.everyMs;
    case 'silent':
      return Math.min(now, contact.lastAt);
  }
}

export function idleMs(contact: Contact, now: EpochMs): number {
  return Math.max(0, now - lastContactAt(contact, now));
}

/** Openfire HttpSessionManager: past the threshold, not at it. */
export function isIdleTooLong(contact: Contact, transport: TransportKind, now: EpochMs, rules: IdleRules): boolean {
  return idleMs(contact, now) > (transport === 'bosh' ? rules.boshIdleMs : rules.websocketIdleMs);
}

/**
 * The client is not heard from `at` on. Idle counts only while no request is held (Openfire HttpSession), so a BOSH session whose
 * client vanished lasts until the server has answered the held request; `openedAt` gives the rhythm of the requests.
 */
export function silenced(contact: Contact, at: EpochMs, openedAt: EpochMs, rules: IdleRules): Contact {
  if (contact.kind === 'silent') return contact;
  if (contact.kind === 'pinging') return { kind: 'silent', lastAt: lastContactAt(contact, at) };
  const intoRequest = (at - openedAt) % Math.max(1, rules.waitMs);
  return { kind: 'silent', lastAt: at - intoRequest + rules.waitMs };
}

/** The client's sockets were closed, by the operating system or by something in between: a held request ends at once. */
export function reset(contact: Contact, at: EpochMs): Contact {
  return { kind: 'silent', lastAt: lastContactAt(contact, at) };
}
