/** What a watch of people says and hears: roster, presence and pings between clients (RFC 6121, XEP-0199). */
import { Element } from '@xmpp/xml';
import { NS } from '../../xmpp/namespaces';

/** RFC 7622 §3.1: three parts of at most 1,023 bytes, `@` and `/`. */
const JID_MAX = 3_071;

export type PresenceNews =
  | { kind: 'available' | 'unavailable'; bare: string; jid: string; hasResource: boolean }
  | { kind: 'subscribed' | 'unsubscribed'; bare: string };

/** What a stanza says of somebody's presence; null: nothing that we act on. `bare` is in lower case, `jid` as the server wrote it. */
export function presenceNews(stanza: Element): PresenceNews | null {
  const { from, type } = stanza.attrs;
  if (stanza.name !== 'presence' || typeof from !== 'string' || from.length > JID_MAX) return null;
  const slash = from.indexOf('/');
  const bare = (slash < 0 ? from : from.slice(0, slash)).toLowerCase();
  switch (type) {
    case undefined:
      return { kind: 'available', bare, jid: from, hasResource: slash >= 0 };
    case 'unavailable':
      return { kind: 'unavailable', bare, jid: from, hasResource: slash >= 0 };
    case 'subscribed':
    case 'unsubscribed':
      return { kind: type, bare };
    // RFC 6121 §4.7.1: an error tells of the way there and not of the person; to `subscribe` we owe no answer, and probes are the server's
    default:
      return null;
  }
}

/** RFC 6121 §2.1.3. */
export function rosterIq(): Element {
  const iq = new Element('iq', { type: 'get' });
  iq.c('query', { xmlns: NS.roster });
  return iq;
}

export interface RosterItem {
  bare: string;
  /** Their presence comes to us: `to` or `both`. */
  granted: boolean;
  /** We asked for it, and they have not answered. */
  asked: boolean;
}

export type Roster = { ok: true; items: RosterItem[] } | { ok: false; condition: string };

export function readRoster(iq: Element): Roster {
  if (iq.attrs.type !== 'result') return { ok: false, condition: conditionOf(iq) };
  const items = iq.getChild('query', NS.roster)?.getChildren('item') ?? [];
  return { ok: true, items: items.flatMap(itemOf) };
}

function itemOf(item: Element): RosterItem[] {
  const { jid, subscription, ask } = item.attrs;
  if (typeof jid !== 'string') return [];
  // RFC 6121 §2.1.2.5
  const granted = subscription === 'to' || subscription === 'both';
  return [{ bare: jid.toLowerCase(), granted, asked: ask === 'subscribe' }];
}

/** RFC 6121 §3.1.1: to the bare JID. */
export function subscribeTo(bare: string): Element {
  return new Element('presence', { type: 'subscribe', to: bare });
}

/** XEP-0199 §4.4, or without `to` §4.2: to our own server. */
export function pingIq(to: string | null, id: string): Element {
  const iq = new Element('iq', { type: 'get', id, ...(to === null ? {} : { to }) });
  iq.c('ping', { xmlns: NS.ping });
  return iq;
}

/** Said by servers when the way to another server is broken: the client may be well. */
const BROKEN_WAY = new Set(['remote-server-not-found', 'remote-server-timeout', 'internal-server-error']);
/** Said by servers of clients that they keep a place for and cannot reach (RFC 6120 §8.3.3.13). */
const OUT_OF_REACH = new Set(['recipient-unavailable', 'gone']);

/**
 * What an answer to a client's ping means.
 *
 * XEP-0199 §4.1: one that does not know pings says `service-unavailable`, which proves life as well as a result does, and so does any
 * other error of its own. Servers say the same of a client that they do not have (RFC 6121 §8.5.3.2.3), but not of one whose presence
 * we have: its end would have come first on the same stream.
 */
export function readPong(iq: Element): 'alive' | 'unreachable' | 'undecided' {
  if (iq.attrs.type === 'result') return 'alive';
  const condition = conditionOf(iq);
  if (BROKEN_WAY.has(condition)) return 'undecided';
  return OUT_OF_REACH.has(condition) ? 'unreachable' : 'alive';
}

/** RFC 6120 §8.3.3. */
function conditionOf(iq: Element): string {
  const children = iq.getChild('error')?.getChildElements() ?? [];
  const found = children.find((child) => child.getNS() === NS.stanzaErrors && child.getName() !== 'text');
  return found?.getName() ?? 'undefined-condition';
}
