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
  changePerson(id: string, change: Partial<Pick<PersonRow, 'name' | 'role' | 'teams' | 'disabled'>>): Promise<void>;
  removePerson(id: string): Promise<void>;
  signIns(userId: string): Promise<SignInRow[]>;
  /** @returns how many there were */
  endSignIns(userId: string, id?: string): Promise<number>;
  /** @param hash SHA-256 of the token, in hex */
  addToken(token: Omit<TokenRow, 'lastUsedAt'> & { hash: string }): Promise<void>;
  tokenByHash(kind: TokenKind, hash: string): Promise<TokenRow | null>;
  tokens(kind: TokenKind): Promise<TokenRow[]>;
  touchToken(id: string, at: EpochMs): Promise<void>;
  /** @returns whether there was one: what is used once is used by whoever removed it */
  removeToken(id: string): Promise<boolean>;
  audit(id: string, entry: AuditEntry): Promise<void>;
  /** Newest first, before `before`. */
  auditLog(query: { before: EpochMs; limit: number; actor: string | null }): Promise<(AuditEntry & { id: string })[]>;
  close(): Promise<void>;
}
