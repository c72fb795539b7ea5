/** What was said while connecting, kept for the case that it fails: bounded, and without anything secret from the start. */
import { Element, escapeXML } from '@xmpp/xml';
import type { TranscriptLine } from '#contract';
import { threeDecimals } from '../time/three-decimals';
import type { WireAddress, WireFailure } from '../transport/port';
import { NS } from './namespaces';
import type { Secret } from './port';

const MAX_LINES = 200;
const MAX_CHARACTERS = 32_768;
const MAX_LINE = 2_000;
/** Elements and attributes whose content is nobody's business; `sid` alone is enough to take over a BOSH session (XEP-0124 §15.1). */
const secretName = /^(sid|authid|key|newkey)$|password|passwd|secret|token|cookie|credential/i;
// RFC 6120 §6.4: what these carry proves who we are
const saslNames: ReadonlySet<string> = new Set(['auth', 'response', 'challenge', 'success']);

export class Transcript {
  readonly #startedMs: number;
  #lines: TranscriptLine[] = [];
  #characters = 0;
  #leftOut = 0;

  /** @param monoMs the start of the attempt */
  constructor(monoMs: number) {
    this.#startedMs = monoMs;
  }

  note(text: string, monoMs: number): void {
    this.#add('wire', text, monoMs);
  }

  sent(what: Element | string, monoMs: number): void {
    this.#add('us', typeof what === 'string' ? what : blotted(what), monoMs);
  }

  got(element: Element, monoMs: number): void {
    this.#add('peer', blotted(element), monoMs);
  }

  header(attrs: Readonly<Record<string, string>>, monoMs: number): void {
    this.#add('peer', `<open${attributesOf(attrs)}>`, monoMs);
  }

  /** The password is taken out also where a peer says it back to us. */
  told({ username, password }: { username: string; password: Secret }): { lines: TranscriptLine[]; leftOut: number } {
    const echo = new RegExp(formsOf(username, password.reveal()).map(escapedForRegExp).join('|'), 'g');
    const lines = this.#lines.map((line) => ({ ...line, text: line.text.replace(echo, NOT_KEPT) }));
    return { lines, leftOut: this.#leftOut };
  }

  #add(from: TranscriptLine['from'], text: string, monoMs: number): void {
    if (this.#lines.length >= MAX_LINES || this.#characters + text.length > MAX_CHARACTERS) {
      this.#leftOut += 1;
      return;
    }
    const kept = text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)} …` : text;
    this.#characters += kept.length;
    this.#lines.push({ atMs: threeDecimals(Math.max(0, monoMs - this.#startedMs)), from, text: kept });
  }
}

const NOT_KEPT = '(not kept)';

/** Never empty: an empty password would be everywhere. */
function formsOf(username: string, password: string): string[] {
  if (password === '') return ['$^'];
  // RFC 4616 §2
  const plain = Buffer.from(`\0${username}\0${password}`).toString('base64');
  return [plain, Buffer.from(password).toString('base64').replace(/=+$/, ''), escapeXML(password), password];
}

const escapedForRegExp = (text: string): string => (text === '$^' ? text : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

/** XML for people to read: long texts and deep trees are cut, secrets are only counted. */
export function blotted(element: Element): string {
  let room = MAX_LINE;
  const written = (e: Element): string => {
    const attrs = attributesOf(e.attrs);
    room -= attrs.length + e.name.length + 5;
    if (e.children.length === 0) return `<${e.name}${attrs}/>`;
    return `<${e.name}${attrs}>${isSecret(e) ? hidden(e) : e.children.map(child).join('')}</${e.name}>`;
  };
  const child = (node: Element | string): string => {
    if (room <= 0) return '…';
    if (node instanceof Element) return written(node);
    const text = escapeXML(String(node).slice(0, room));
    room -= text.length;
    return text;
  };
  return written(element);
}

function isSecret(e: Element): boolean {
  const name = e.getName();
  return (saslNames.has(name) && e.getNS() === NS.sasl) || secretName.test(name);
}

const hidden = (e: Element): string => `(${e.getText().length} characters, not kept)`;

function attributesOf(attrs: Readonly<Record<string, unknown>>): string {
  return Object.entries(attrs)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => ` ${name}="${secretName.test(name) ? NOT_KEPT : escapeXML(String(value).slice(0, 300))}"`)
    .join('');
}

/** Without what an address may carry of credentials. */
export function addressWords(address: WireAddress): string {
  if (address.kind === 'tcp') return `tcp ${address.host}:${address.port}, ${securityWords[address.security]}`;
  const { origin, host, protocol, pathname } = new URL(address.url);
  return `${address.kind} ${origin === 'null' ? `${protocol}//${host}` : origin}${pathname}`;
}

const securityWords = { none: 'plain', starttls: 'STARTTLS', tls: 'direct TLS' };

export function endWords(failure: WireFailure | null): string {
  if (failure === null) return 'closed';
  const status = failure.detail?.status === undefined ? '' : ` ${failure.detail.status}`;
  return `${failure.kind} ${failure.condition}${status}${failure.text === null ? '' : `: ${failure.text}`}`;
}
