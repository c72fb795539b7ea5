/** Whether a server's accounts were taken: one refusal, by whatever door, ends every try on both until somebody says so. */
import type { AccountState, EpochMs, Failure } from '#contract';
import type { ExchangeFacts } from '../../finesse/rest/client';
import type { SayOfServer } from './port';

export type Role = AccountState['role'];

export interface AccountBook {
  /** @returns whether it was refused by this */
  exchanged(role: Role, exchange: ExchangeFacts): boolean;
  /** A session of the monitor account is online. */
  signedIn(): void;
  /** @returns whether this failure says that the account is refused */
  failed(failure: Failure): boolean;
  isRefused(role: Role): boolean;
  /** In this run. */
  isProven(role: Role): boolean;
  /** Somebody says that they are right now. @returns the roles that were refused */
  retried(): Role[];
}

const roles: readonly Role[] = ['monitor', 'administrator'];

/** RFC 6120 §6.5: what says that name or password are wrong, and not how they were sent. */
const REFUSALS: ReadonlySet<string> = new Set(['not-authorized', 'account-disabled', 'credentials-expired']);

export function createAccountBook(
  usernames: Readonly<Record<Role, string | undefined>>,
  now: () => EpochMs,
  say: SayOfServer,
  known: readonly AccountState[],
): AccountBook {
  const states = new Map<Role, AccountState>();
  const proven = new Set<Role>();
  for (const role of roles) {
    const username = usernames[role];
    if (username === undefined) continue;
    const before = known.find((account) => account.role === role && account.username === username);
    // what was refused once is tried once more after a restart: it may be another password
    const untried = { role, username, status: 'untried', condition: null, surface: null, since: null } as const;
    states.set(role, before?.status === 'accepted' ? before : untried);
    if (before === undefined || (before.status === 'refused' && states.get(role) === untried))
      say({ type: 'account-changed', account: untried });
  }

  function turn(role: Role, change: Pick<AccountState, 'status' | 'condition' | 'surface'>): void {
    const before = states.get(role);
    if (before === undefined) return;
    // an answer that was under way does not take a refusal back
    if (before.status === 'refused' && change.status === 'accepted') return;
    if (change.status === 'accepted') proven.add(role);
    else proven.delete(role);
    if (before.status === change.status && before.condition === change.condition) return;
    const account = { ...before, ...change, since: now() };
    states.set(role, account);
    say({ type: 'account-changed', account });
  }

  const accepted = { status: 'accepted', condition: null, surface: null } as const;

  return {
    exchanged(role, { what, status, failure }) {
      if (failure?.condition === 'unauthorized') {
        turn(role, { status: 'refused', condition: String(status ?? 401), surface: 'rest' });
        return true;
      }
      // FINESSE §1.2: SystemInfo may be open to everybody
      const isTelling = what !== 'SystemInfo' && what !== 'DesktopConfig';
      if (isTelling && status === 200) turn(role, accepted);
      return false;
    },
    signedIn: () => turn('monitor', accepted),
    failed({ kind, condition }) {
      if (kind !== 'auth' || !REFUSALS.has(condition)) return false;
      turn('monitor', { status: 'refused', condition, surface: 'xmpp' });
      return true;
    },
    isRefused: (role) => states.get(role)?.status === 'refused',
    isProven: (role) => proven.has(role),
    retried() {
      const refused = [...states.values()].filter((a) => a.status === 'refused').map((a) => a.role);
      for (const role of refused) turn(role, { status: 'untried', condition: null, surface: null });
      return refused;
    },
  };
}
