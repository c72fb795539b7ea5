/** The `<body/>` wrapper of BOSH: what a request says, and how an answer is written (XEP-0124 §4, XEP-0206). */
import type { Element } from '@xmpp/xml';
import { ns, type StreamAttrs } from './port';
import { attr, attrsOf, escapedAttrs } from './stanza';

export interface BoshRequest {
  rid: number;
  /** Null in a creation. */
  sid: string | null;
  attrs: StreamAttrs;
  /** xmpp:version of a creation. */
  version: string | null;
  restart: boolean;
  terminate: boolean;
  /** Seconds that the client wants to be silent (XEP-0124 §10). */
  pauseS: number | null;
  /** Elements that make sense without their body. */
  payload: Element[];
}

/** Consecutive ids stay below 2^53 (XEP-0124 §14.1). */
const MAX_RID = 2 ** 53 - 1;

/** @returns null when the element is not a usable `<body/>` */
export function parseBody(el: Element): BoshRequest | null {
  if (el.getName() !== 'body' || el.getNS() !== ns.httpbind) return null;
  const rid = wholeNumber(attr(el, 'rid'));
  if (rid === null || rid > MAX_RID) return null;
  const payload = el.getChildElements();
  for (const child of payload) detach(child);
  return {
    rid,
    sid: attr(el, 'sid') ?? null,
    attrs: attrsOf(el),
    version: xbosh(el, 'version'),
    restart: xbosh(el, 'restart') === 'true',
    terminate: attr(el, 'type') === 'terminate',
    pauseS: wholeNumber(attr(el, 'pause')),
    payload,
  };
}

/** A non-negative integer, or null. */
export function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : null;
}

/** @param content elements, already serialised */
export function bodyXml(attrs: StreamAttrs, content = ''): string {
  const all = { xmlns: ns.httpbind, ...(content === '' ? {} : { 'xmlns:stream': ns.stream }), ...attrs };
  return content === '' ? `<body ${escapedAttrs(all)}/>` : `<body ${escapedAttrs(all)}>${content}</body>`;
}

/** XEP-0124 §17.2: the end of a session; no condition = in good order. */
export function terminateXml(condition: string | null, content = ''): string {
  return bodyXml(condition === null ? { type: 'terminate' } : { type: 'terminate', condition }, content);
}

/** XEP-0206 §2: an attribute in the namespace urn:xmpp:xbosh, whatever its prefix. */
function xbosh(el: Element, name: string): string | null {
  const declared = Object.entries(attrsOf(el)).find(([key, value]) => key.startsWith('xmlns:') && value === ns.xbosh);
  return declared === undefined ? null : (attr(el, `${declared[0].slice('xmlns:'.length)}:${name}`) ?? null);
}

function detach(child: Element): void {
  // XEP-0206 §2: stanzas are of jabber:client; clients that forget to say so leave them in the body's namespace
  const inherited = child.getNS();
  child.attrs.xmlns ??= inherited === ns.httpbind ? ns.client : inherited;
  child.parent = null;
}
