/** How a desktop notices that its session is gone, and which server it takes then: FINESSE §5.1 and §7, as pure functions. */
import type { EpochMs } from '#contract';
import type { DesktopTransport } from '../model';
import { type Contact, lastContactAt } from './idle';

export interface DesktopHabits {
  pingMs: number;
  pingTimeoutMs: number;
  pingRetries: number;
  /** BOSH `wait`. */
  waitMs: number;
}

/** JabberWerx: a request times out 5 s after `wait`, and is tried again after 1, 4 and 9 s. */
const BOSH_MARGIN_MS = 5_000;
const BOSH_RETRIES_MS = 14_000;

/** When the client gives its session up, having lost the path at `at`. */
export function noticedAt(
  transport: DesktopTransport,
  session: { contact: Contact; openedAt: EpochMs },
  at: EpochMs,
  habits: DesktopHabits,
): EpochMs {
  if (transport === 'bosh') {
    const requestAt = at - ((at - session.openedAt) % Math.max(1, habits.waitMs));
    return requestAt + habits.waitMs + BOSH_MARGIN_MS + BOSH_RETRIES_MS;
  }
  const nextPing = lastContactAt(session.contact, at) + habits.pingMs;
  return Math.max(at, nextPing) + habits.pingTimeoutMs * (1 + habits.pingRetries);
}

/** A server is taken when it is in service, hears its CTI server, and can be reached. No automatic way back. */
export function chooseServer(ownIsGood: boolean, otherIsGood: boolean): 'own' | 'other' | 'none' {
  if (ownIsGood) return 'own';
  return otherIsGood ? 'other' : 'none';
}
