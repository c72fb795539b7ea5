/** What the dashboard keeps of people besides sign-in itself: the audit log, keys, links and invitations. */
import type { EpochMs } from '#contract';

export interface AuditEntry {
  at: EpochMs;
  actor: string;
  origin: string;
  action: string;
  subject: string;
  /** Never a secret. */
  detail: Readonly<Record<string, unknown>>;
}

export type KeptEntry = AuditEntry & { id: string };

/** Null: everything. */
export interface AuditQuery {
  /** The last entry of the page before. */
  after: { at: EpochMs; id: string } | null;
  from: EpochMs | null;
  to: EpochMs | null;
  /** Who did it, or whom it was done to. */
  who: string | null;
  actions: readonly string[] | null;
  limit: number;
}

export interface PersonRow {
  id: string;
  name: string;
  email: string;
  role: string;
  teams: string | null;
  disabled: boolean;
  twoFactor: boolean;
  createdAt: EpochMs;
}

export interface SignInRow {
  id: string;
  userId: string;
  createdAt: EpochMs;
  usedAt: EpochMs;
  expiresAt: EpochMs;
  origin: string | null;
  browser: string | null;
}

export interface TwoFactorRow {
  id: string;
  userId: string;
  /** Sealed. */
  secret: string;
  /** JSON: keyed hashes of those that are left. */
  backupCodes: string;
  /** Confirmed with a code, and asked for since. */
  verified: boolean;
}

/** Who made what `npm run` commands of this machine make. */
export const COMMAND_LINE = 'command line';

export const tokenKinds = ['link', 'key', 'invitation', 'reset'] as const;
export type TokenKind = (typeof tokenKinds)[number];

export interface TokenRow {
  id: string;
  kind: TokenKind;
  name: string;
  createdBy: string;
  createdAt: EpochMs;
  expiresAt: EpochMs | null;
  lastUsedAt: EpochMs | null;
  /** JSON of what it lets in to. */
  grant: string;
}

/** Every call is one statement or one array transaction. Throws `StoreError`. */
export interface PeopleStore {
  /** None yet: Holdfast is to be set up. */
  countPeople(): Promise<number>;
  people(): Promise<PersonRow[]>;
  person(id: string): Promise<PersonRow | null>;
  personByEmail(email: string): Promise<PersonRow | null>;
  changePerson(id: string, change: Partial<Pick<PersonRow, 'name' | 'role' | 'teams' | 'disabled'>>): Promise<void>;
  removePerson(id: string): Promise<void>;
  signIns(userId: string): Promise<SignInRow[]>;
  /** @returns how many there were */
  endSignIns(userId: string, id?: string): Promise<number>;
  /** Per address of a person: when they last signed in, as far back as the audit log goes. */
  lastSignIns(): Promise<ReadonlyMap<string, EpochMs>>;
  /** Per person: how they prove who they are, `credential` or a provider. */
  waysIn(): Promise<ReadonlyMap<string, string[]>>;
  twoFactor(userId: string): Promise<TwoFactorRow | null>;
  /** In the place of whatever there was. */
  putTwoFactor(row: TwoFactorRow): Promise<void>;
  /** @returns false: somebody else changed it first */
  changeTwoFactor(
    id: string,
    was: Pick<TwoFactorRow, 'secret' | 'backupCodes'>,
    is: Pick<TwoFactorRow, 'secret' | 'backupCodes'>,
  ): Promise<boolean>;
  confirmTwoFactor(userId: string): Promise<void>;
  removeTwoFactor(userId: string): Promise<void>;
  /** @param hash SHA-256 of the token, in hex */
  addToken(token: Omit<TokenRow, 'lastUsedAt'> & { hash: string }): Promise<void>;
  tokenByHash(kind: TokenKind, hash: string): Promise<TokenRow | null>;
  tokens(kind: TokenKind): Promise<TokenRow[]>;
  touchToken(id: string, at: EpochMs): Promise<void>;
  /** @returns whether there was one: what is used once is used by whoever removed it */
  removeToken(id: string): Promise<boolean>;
  audit(id: string, entry: AuditEntry): Promise<void>;
  /** The first one of that id stays. */
  auditOnce(id: string, entry: AuditEntry): Promise<void>;
  /** Newest first, before `before`. */
  auditLog(query: { before: EpochMs; limit: number; actor: string | null }): Promise<KeptEntry[]>;
  /** Newest first. */
  auditPage(query: AuditQuery): Promise<KeptEntry[]>;
  /** Everybody who stands in it, by name. */
  auditActors(): Promise<string[]>;
  close(): Promise<void>;
}
