/** Builds and reads the XML that the simulated server says most often. */
import { Element, escapeXML } from '@xmpp/xml';
import { type EndReason, ns } from './port';

/** An attribute as a string, or undefined. */
export function attr(el: Element, name: string): string | undefined {
  const value: unknown = el.attrs[name];
  return typeof value === 'string' ? value : undefined;
}

/** All attributes that are strings. */
export function attrsOf(el: Element): Record<string, string> {
  return Object.fromEntries(
    Object.keys(el.attrs).flatMap((name) => {
      const value = attr(el, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** `name="value"` pairs, escaped, for tags that are not closed. */
export function escapedAttrs(attrs: Readonly<Record<string, string>>): string {
  return Object.entries(attrs)
    .map(([name, value]) => `${name}="${escapeXML(value)}"`)
    .join(' ');
}

export interface Jid {
  /** Empty for a domain. */
  local: string;
  domain: string;
  resource: string | null;
}

/** RFC 7622 §3: parts and their lengths (bytes), without the string preparation of each part; null = not a JID. */
export function parseJid(text: string): Jid | null {
  const slash = text.indexOf('/');
  const bare = slash < 0 ? text : text.slice(0, slash);
  const resource = slash < 0 ? null : text.slice(slash + 1);
  const at = bare.indexOf('@');
  const local = at < 0 ? '' : bare.slice(0, at).toLowerCase();
  const domain = bare.slice(at + 1).toLowerCase();
  const parts = at < 0 ? [domain] : [local, domain];
  if (resource !== null) parts.push(resource);
  if (parts.some((part) => part === '' || Buffer.byteLength(part) > 1023)) return null;
  return /[\s"&'/:<>@]/.test(local) || /[\s@<>&]/.test(domain) ? null : { local, domain, resource };
}

/** The element with its own `xmlns`, so that it can travel on any transport. */
export function serialise(el: Element): string {
  el.attrs.xmlns ??= ns.client;
  return el.toString();
}

/** A copy with other attributes; children are shared, never changed. */
export function readdressed(el: Element, attrs: Record<string, string>): Element {
  const copy = new Element(el.name, { ...el.attrs, ...attrs });
  copy.children = el.children;
  return copy;
}

/** An IQ result to whoever sent `iq`. */
export function resultOf(iq: Element, payload?: Element): Element {
  const reply = new Element('iq', { type: 'result' });
  copyAddress(iq, reply);
  if (payload !== undefined) reply.cnode(payload);
  return reply;
}

// RFC 6120 §8.3.3: each condition has a type that it usually goes with.
const errorTypes: Record<string, 'auth' | 'cancel' | 'modify' | 'wait'> = {
  'bad-request': 'modify',
  'jid-malformed': 'modify',
  'not-acceptable': 'modify',
  'not-authorized': 'auth',
  forbidden: 'auth',
  'resource-constraint': 'wait',
};

/** RFC 6120 §8.3: an error reply; null for what must not be answered (errors, IQ results). */
export function errorReply(stanza: Element, condition: string): Element | null {
  const type = attr(stanza, 'type');
  if (type === 'error' || (stanza.getName() === 'iq' && type === 'result')) return null;
  const reply = new Element(stanza.getName(), { type: 'error' });
  copyAddress(stanza, reply);
  reply.c('error', { type: errorTypes[condition] ?? 'cancel' }).c(condition, { xmlns: ns.stanzaErrors });
  return reply;
}

function copyAddress(stanza: Element, reply: Element): void {
  const [id, from, to] = [attr(stanza, 'id'), attr(stanza, 'from'), attr(stanza, 'to')];
  if (id !== undefined) reply.attrs.id = id;
  if (from !== undefined) reply.attrs.to = from;
  if (to !== undefined) reply.attrs.from = to;
}

/** `<stream:error>` with its own declarations, or null for an end in good order or without a word. */
export function streamErrorXml(reason: EndReason): string | null {
  if (reason.kind === 'closed' || reason.kind === 'vanished') return null;
  const { condition } = reason;
  const text = reason.kind === 'stream-error' ? reason.text : undefined;
  const error = new Element('stream:error', { 'xmlns:stream': ns.stream });
  error.c(condition, { xmlns: ns.streamErrors });
  if (text !== undefined) error.c('text', { xmlns: ns.streamErrors }).t(text);
  return error.toString();
}

/** RFC 6120 §4.3.2: what may be negotiated next. */
export function featuresXml(offer: {
  startTls: 'no' | 'optional' | 'required';
  mechanisms: readonly string[];
  bind: boolean;
}): string {
  const features = new Element('stream:features', { 'xmlns:stream': ns.stream });
  if (offer.startTls !== 'no') {
    const startTls = features.c('starttls', { xmlns: ns.tls });
    if (offer.startTls === 'required') startTls.c('required');
  }
  if (offer.mechanisms.length > 0) {
    const list = features.c('mechanisms', { xmlns: ns.sasl });
    for (const name of offer.mechanisms) list.c('mechanism').t(name);
  }
  if (offer.bind) {
    features.c('bind', { xmlns: ns.bind });
    // RFC 3921's session is a no-op that old clients still ask for.
    features.c('session', { xmlns: ns.session }).c('optional');
  }
  return features.toString();
}

/** The XEP-0199 question, whoever it is for. */
export function isPing(el: Element): boolean {
  return el.getName() === 'iq' && attr(el, 'type') === 'get' && el.getChild('ping', ns.ping) !== undefined;
}
