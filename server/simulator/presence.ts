/** Presence of the simulated service: broadcasts, probes and subscriptions, RFC 6121 §3 and §4. */
import { Element } from '@xmpp/xml';
import type { Contacts } from './contacts';
import type { LiveSession } from './session';
import { attr, type Jid, parseJid, readdressed } from './stanza';

export interface PresenceHost {
  readonly domain: string;
  sessionsOf(username: string): LiveSession[];
  deliver(session: LiveSession, stanza: Element): void;
  route(stanza: Element): void;
}

/** What a service does with presence. */
export interface PresenceKeeper {
  /** Presence without an address: about the session itself. */
  own(session: LiveSession, stanza: Element): void;
  /** The session is gone. */
  end(session: LiveSession): void;
  /** Presence to a bare JID of this service. */
  arrive(stanza: Element, username: string): void;
}

export class Presence implements PresenceKeeper {
  private order = 0;

  constructor(
    private readonly host: PresenceHost,
    private readonly contacts: Contacts,
  ) {}

  /** Presence without an address: about the session itself. */
  own(session: LiveSession, stanza: Element) {
    if (attr(stanza, 'type') === 'unavailable') return this.end(session, stanza);
    const initial = session.presence === null;
    session.presence = stanza;
    session.priority = priorityOf(stanza);
    session.order = ++this.order;
    this.broadcast(session, stanza);
    if (initial) this.introduce(session);
  }

  /** The session is no longer available, by its own word or because it is gone. */
  end(session: LiveSession, stanza = new Element('presence', { type: 'unavailable' })): void {
    if (session.presence !== null) this.broadcast(session, stanza);
    session.presence = null;
    session.priority = null;
    const directed = [...session.directed];
    session.directed.clear();
    for (const to of directed) this.host.route(readdressed(stanza, { from: session.jid, to }));
  }

  /** Presence to a bare JID of this service. */
  arrive(stanza: Element, username: string) {
    const from = parseJid(attr(stanza, 'from') ?? '');
    if (from === null) return;
    const type = attr(stanza, 'type');
    if (type === 'probe') return this.answerProbe(from, username);
    const local = from.domain === this.host.domain;
    if (type === 'subscribed' && local) this.contacts.grant(from.local, username);
    for (const session of this.host.sessionsOf(username)) {
      if (session.presence !== null) this.host.deliver(session, stanza);
    }
    if (type === 'subscribed' && local) this.answerProbe({ ...from, local: username, resource: null }, from.local);
    if (type === 'unsubscribe') this.contacts.withdraw(username, from.local);
    if (type === 'unsubscribed') this.contacts.withdraw(from.local, username);
  }

  /** RFC 6121 §4.3.2: a new resource learns who is there. */
  private introduce(session: LiveSession): void {
    const asker: Jid = { local: session.username, domain: this.host.domain, resource: session.resource };
    for (const username of [session.username, ...this.contacts.seenBy(session.username)]) {
      this.answerProbe(asker, username);
    }
  }

  private answerProbe(asker: Jid, username: string): void {
    if (asker.local !== username && !this.contacts.sees(asker.local, username)) return;
    const to = this.jidOf(asker.local, asker.resource);
    for (const session of this.host.sessionsOf(username)) {
      if (session.presence === null || session.jid === to) continue;
      this.host.route(readdressed(session.presence, { from: session.jid, to }));
    }
  }

  /** RFC 6121 §4.2.2, §4.4.2, §4.5.2: to the user's own available resources and to everyone who may see them. */
  private broadcast(session: LiveSession, presence: Element): void {
    for (const username of [session.username, ...this.contacts.watchersOf(session.username)]) {
      const to = this.jidOf(username, null);
      for (const other of this.host.sessionsOf(username)) {
        if (other.presence !== null) this.host.deliver(other, readdressed(presence, { from: session.jid, to }));
      }
    }
  }

  private jidOf(username: string, resource: string | null): string {
    const bare = `${username}@${this.host.domain}`;
    return resource === null ? bare : `${bare}/${resource}`;
  }
}

/** RFC 6121 §4.7.2.3: -128 to 127; 0 when absent or not a number. */
export function priorityOf(presence: Element): number {
  const priority = Number.parseInt(presence.getChildText('priority') ?? '0', 10);
  return Number.isNaN(priority) ? 0 : Math.max(-128, Math.min(127, priority));
}
