/** What a session answers to IQs of others; the stock callee would cost 3 KB per session and two parsed JIDs per IQ. */
import { type Element, escapeXML } from '@xmpp/xml';
import { NS } from './namespaces';

/** The answer to an IQ of type get or set (or of a type that there is not), serialised. */
export function answerTo(iq: Element): string {
  const { id, from, type } = iq.attrs;
  const to = typeof from === 'string' ? ` to="${escapeXML(from)}"` : '';
  const start = `<iq xmlns="${NS.client}" id="${escapeXML(String(id ?? ''))}"${to}`;
  const children = iq.getChildElements();
  const [child] = children;
  // XEP-0199 §4.1
  if (type === 'get' && child?.is('ping', NS.ping)) return `${start} type="result"/>`;
  // RFC 6121 §2.1.6: our own account's server tells of a change in the roster; from anybody else it would be an attack
  if (type === 'set' && from === undefined && child?.is('query', NS.roster)) return `${start} type="result"/>`;
  // RFC 6120 §8.2.3: get and set carry exactly one child; §8.4: what is not understood is refused
  const valid = (type === 'get' || type === 'set') && children.length === 1;
  const error = valid ? stanzaError('cancel', 'service-unavailable') : stanzaError('modify', 'bad-request');
  return `${start} type="error">${error}</iq>`;
}

function stanzaError(type: string, condition: string): string {
  return `<error type="${type}"><${condition} xmlns="${NS.stanzaErrors}"/></error>`;
}
