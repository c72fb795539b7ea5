/** Our SASL mechanisms in the shape that @xmpp/sasl's factory takes, and which of them is used. */
import { randomBytes } from 'node:crypto';
import SASLFactory from 'saslmechanisms/main.js';
import { authCause, type Cause } from '../failure-of';
import { Trouble } from '../trouble';
import { createSaltedPasswords, type Digest } from './salted-passwords';
import { saslPrep } from './saslprep';
import { clientFinal, clientFirst, readServerFirst, serverProved } from './scram';

/** In the order of our preference. */
export const mechanismNames = ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'] as const;
export type MechanismName = (typeof mechanismNames)[number];

/** What the mechanism leaves behind for the end of the exchange, when only `<success/>` is left to judge. */
export interface SaslExchange {
  /** SCRAM: the signature that the server owes us; null before our proof was sent, and with PLAIN. */
  serverSignature: Buffer | null;
  /** SCRAM: it came, and was right, in a challenge of its own. */
  proved: boolean;
}

export interface SaslCredentials {
  username: string;
  password: string;
  exchange: SaslExchange;
}

const saltedPasswords = createSaltedPasswords();

/** PLAIN shows the password to whoever listens: only on a channel where nobody can, or when the configuration says so. */
export function chooseMechanism(offered: readonly string[], plainAllowed: boolean): MechanismName | Cause {
  const usable = mechanismNames.filter((name) => offered.includes(name));
  const chosen = usable.find((name) => name !== 'PLAIN' || plainAllowed);
  if (chosen !== undefined) return chosen;
  return usable.length > 0
    ? authCause('plain-refused', 'the server offers only PLAIN, on a channel without TLS')
    : authCause('no-mechanism', offered.length === 0 ? 'the server offers none' : offered.join(' '));
}

/** RFC 5802 §3: with SCRAM, `<success/>` counts only with the server's signature. Null = all is well. */
export function judgeSuccess(mechanism: MechanismName, exchange: SaslExchange, additionalData: string): Cause | null {
  if (mechanism === 'PLAIN' || exchange.proved) return null;
  const expected = exchange.serverSignature;
  if (expected !== null && serverProved(additionalData, expected)) return null;
  return authCause('server-signature-invalid', expected === null ? 'success before our proof' : null);
}

/** @xmpp/sasl encodes with btoa and decodes with atob: its strings are bytes. */
function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function fromBytes(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function prepared(text: string, what: string): string {
  const result = saslPrep(text);
  if (result === null || result === '') throw new Trouble(authCause('aborted', `the ${what} is not valid for SCRAM`));
  return result;
}

class Plain {
  readonly name: string = 'PLAIN';
  readonly clientFirst = true;

  /** RFC 4616 §2 */
  response({ username, password }: SaslCredentials): string {
    return toBytes(`\0${username}\0${password}`);
  }

  challenge(): void {
    throw new Trouble(authCause('aborted', 'a challenge to PLAIN'));
  }
}

/** Three steps of RFC 5802 §5: first message, proof, and (with servers that spend a round on it) the server's signature. */
class Scram {
  readonly name: string;
  readonly clientFirst = true;
  readonly #digest: Digest;
  readonly #nonce = randomBytes(18).toString('base64');
  #bare = '';
  #challenges: string[] = [];

  constructor(name: MechanismName, digest: Digest) {
    this.name = name;
    this.#digest = digest;
  }

  challenge(bytes: string): void {
    if (this.#challenges.length === 2) throw new Trouble(authCause('aborted', 'a third SCRAM challenge'));
    this.#challenges.push(fromBytes(bytes));
  }

  async response(credentials: SaslCredentials): Promise<string> {
    const [serverFirst, serverFinal] = this.#challenges;
    if (serverFirst === undefined) return this.#first(credentials);
    if (serverFinal === undefined) return this.#proof(serverFirst, credentials);
    const { exchange } = credentials;
    exchange.proved = exchange.serverSignature !== null && serverProved(serverFinal, exchange.serverSignature);
    if (!exchange.proved) throw new Trouble(authCause('server-signature-invalid'));
    return '';
  }

  #first({ username }: SaslCredentials): string {
    const first = clientFirst(prepared(username, 'user name'), this.#nonce);
    this.#bare = first.bare;
    return toBytes(first.message);
  }

  async #proof(serverFirst: string, { password, exchange }: SaslCredentials): Promise<string> {
    const read = readServerFirst(serverFirst, this.#nonce);
    if (!read.ok) throw new Trouble(authCause('aborted', read.problem));
    const { salt, iterations } = read.value;
    const keys = await saltedPasswords.keysFor(this.#digest, prepared(password, 'password'), salt, iterations);
    const final = clientFinal(this.#digest, keys, this.#bare, read.value);
    exchange.serverSignature = final.serverSignature;
    return toBytes(final.message);
  }
}

class ScramSha256 extends Scram {
  constructor() {
    super('SCRAM-SHA-256', 'sha256');
  }
}

class ScramSha1 extends Scram {
  constructor() {
    super('SCRAM-SHA-1', 'sha1');
  }
}

/** One factory for all sessions: a mechanism is made anew for each exchange. */
export const saslFactory = new SASLFactory()
  .use('SCRAM-SHA-256', ScramSha256)
  .use('SCRAM-SHA-1', ScramSha1)
  .use('PLAIN', Plain);
