/** What the server itself answers otherwise than a plain XMPP service: its pubsub component, and a roster with `finesse@`. */
import { Element } from '@xmpp/xml';
import { ns } from '../../port';
import { attr, parseJid, resultOf } from '../../stanza';

/**
 * @param seen accounts whose presence the asker sees
 * @returns null for what is answered as always
 */
export function answerAsFinesse(
  iq: Element,
  domains: { domain: string; pubsub: string },
  seen: readonly string[],
): Element | null {
  const toServer = (parseJid(attr(iq, 'to') ?? domains.domain)?.local ?? '') === '';
  const items = iq.getChild('query', ns.discoItems);
  if (items !== undefined && toServer) {
    const query = new Element('query', { xmlns: ns.discoItems });
    if (attr(items, 'node') === undefined) query.c('item', { jid: domains.pubsub, name: 'Publish-Subscribe service' });
    return resultOf(iq, query);
  }
  if (iq.getChild('query', ns.roster) === undefined) return null;
  // FINESSE §4: every session sees the web application
  const roster = new Element('query', { xmlns: ns.roster });
  roster.c('item', { jid: `finesse@${domains.domain}`, name: 'finesse', subscription: 'both' });
  for (const username of seen) roster.c('item', { jid: `${username}@${domains.domain}`, subscription: 'to' });
  return resultOf(iq, roster);
}
