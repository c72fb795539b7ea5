/** Writes and reads `<body/>`, the envelope of BOSH (XEP-0124 §6, XEP-0206). */
import { isUtf8 } from 'node:buffer';
import { Element, escapeXML } from '@xmpp/xml';
import { ASKED_HOLD, ASKED_WAIT_S, type BoshReply, type BoshRequest } from '../../domain/bosh/protocol';
import type { XmlError } from '../xml/error';
import type { FrameParser } from '../xml/frame-parser';

const NS_BIND = 'http://jabber.org/protocol/httpbind';
const NS_XBOSH = 'urn:xmpp:xbosh';
const NS_STREAM = 'http://etherx.jabber.org/streams';
const NS_CLIENT = 'jabber:client';

/** The same text every time it is asked for the same request. */
export function writeBody({ rid, sid, ack, content }: BoshRequest, domain: string): string {
  const common = `rid='${rid}'${sid === null ? '' : ` sid='${escapeXML(sid)}'`}${ack === null ? '' : ` ack='${ack}'`}`;
  const to = `to='${escapeXML(domain)}' xml:lang='en'`;
  switch (content.kind) {
    case 'create': {
      // Version 1.6 is where managers began to end sessions by `terminate`; some read "1.11" as a smaller number.
      const terms = `wait='${ASKED_WAIT_S}' hold='${ASKED_HOLD}' ver='1.6' ack='1' content='text/xml; charset=utf-8'`;
      return `<body ${common} ${to} ${terms} xmpp:version='1.0' xmlns='${NS_BIND}' xmlns:xmpp='${NS_XBOSH}'/>`;
    }
    case 'restart':
      // XEP-0206 §5: a restart carries nothing else.
      return `<body ${common} ${to} xmpp:restart='true' xmlns='${NS_BIND}' xmlns:xmpp='${NS_XBOSH}'/>`;
    case 'terminate':
      return wrap(`${common} type='terminate'`, content.xml);
    case 'stanzas':
      return wrap(common, content.xml);
  }
}

function wrap(attrs: string, xml: readonly string[]): string {
  const open = `<body ${attrs} xmlns='${NS_BIND}'`;
  return xml.length === 0 ? `${open}/>` : `${open}>${xml.join('')}</body>`;
}

export type ReadBody =
  | { kind: 'reply'; reply: BoshReply<Element> }
  | { kind: 'xml-error'; error: XmlError }
  | { kind: 'no-body' };

const DECLARATION = /^\s*<\?xml[^>]*\?>/;

/** Its children come out as elements of their own, with the namespaces that they had in the body. */
export function readBody(bytes: Buffer, parse: FrameParser): ReadBody {
  if (!isUtf8(bytes)) return { kind: 'xml-error', error: { condition: 'unsupported-encoding', text: 'not UTF-8' } };
  // XEP-0124 §6 wants no XML declaration, but some old managers send one.
  const frame = parse(bytes[1] === QUESTION_MARK ? bytes.toString('utf8').replace(DECLARATION, '') : bytes);
  if (frame.kind === 'error') return { kind: 'xml-error', error: frame.error };
  if (frame.kind === 'empty' || !frame.element.is('body', NS_BIND)) return { kind: 'no-body' };
  const body = frame.element;
  const payload = body.children.filter((child) => child instanceof Element);
  const streamError = payload.find((child) => child.is('error', NS_STREAM));
  const uri = body.getChildText('uri');
  for (const child of payload) detach(child, body);
  const reply = { attrs: body.attrs, payload, streamError: streamError ? conditionOf(streamError) : null, uri };
  return { kind: 'reply', reply };
}

const QUESTION_MARK = 0x3f;

function detach(child: Element, body: Element): void {
  for (const name in body.attrs) {
    if (name.startsWith('xmlns:') && child.attrs[name] === undefined) child.attrs[name] = body.attrs[name];
  }
  // XEP-0206 §2: stanzas are of jabber:client; managers that forget to say so leave them in the body's namespace.
  if (child.attrs.xmlns === undefined && !child.name.includes(':')) child.attrs.xmlns = NS_CLIENT;
  child.parent = null;
}

/** RFC 6120 §4.9.2. */
function conditionOf(error: Element): { condition: string; text: string | null } {
  const condition = error.children.find((child) => child instanceof Element && !child.is('text'));
  const text = error.getChildText('text');
  return {
    condition: condition instanceof Element ? condition.getName() : 'undefined-condition',
    text: text?.slice(0, 500) ?? null,
  };
}
