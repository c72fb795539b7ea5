/** Presence on one side: broadcast when the world says so, `finesse@` to everybody, agents' own only by permission. */
import { Element } from '@xmpp/xml';
import type { Contacts } from '../../contacts';
import { type PresenceHost, type PresenceKeeper, priorityOf } from '../../presence';
import type { Routable } from '../../routing';
import type { LiveSession } from '../../session';
import { attr, type Jid, parseJid, readdressed } from '../../stanza';

/** What presence needs to know of its side. */
export interface PresenceWorld {
  finesseAvailable(): boolean;
  /** Full JIDs, of simulated desktops too. */
  availableJids(bareJid: string): string[];
  /** Whether `username` may see `target`. */
  maySee(username: string, target: string): boolean;
  /** Whether one's own presence comes back. */
  echo: boolean;
  /** Messages that waited for an available session of this account. */
  takeOffline(username: string): Element[];
}

/** The web application's own session. */
const FINESSE = 'finesse';
const FINESSE_RESOURCE = 'smack';

export class FinessePresence implements PresenceKeeper {
  private order = 0;
  /** Available sessions without a connection: of simulated desktops, by account and full JID. */
  private readonly simulated = new Map<string, Map<string, Routable>>();

  constructor(
    private readonly host: PresenceHost,
    private readonly contacts: Contacts,
    private readonly world: PresenceWorld,
  ) {}

  own(session: LiveSession, stanza: Element) {
    if (attr(stanza, 'type') === 'unavailable') {
      this.forget(session, stanza);
      return session.admission?.presence(false);
    }
    const initial = session.presence === null;
    session.presence = stanza;
    session.priority = priorityOf(stanza);
    session.order = ++this.order;
    if (this.world.echo) this.deliver(session, stanza, session.jid);
    // the world tells everybody of who comes and goes; what else changes is ours to tell
    if (initial) session.admission?.presence(true);
    else this.broadcast(session.jid, session.username, stanza);
    if (initial) this.introduce(session);
  }

  end(session: LiveSession): void {
    this.forget(session, new Element('presence', { type: 'unavailable' }));
  }

  arrive(stanza: Element, username: string) {
    const from = parseJid(attr(stanza, 'from') ?? '');
    if (from === null || from.domain !== this.host.domain) return;
    switch (attr(stanza, 'type')) {
      case 'probe':
        return this.answerProbe(from, username);
      case 'subscribe':
        return this.subscribe(from.local, username);
      case 'unsubscribe':
        return this.contacts.withdraw(username, from.local);
      case 'subscribed':
        this.contacts.grant(from.local, username);
        break;
      case 'unsubscribed':
        this.contacts.withdraw(from.local, username);
        break;
    }
    for (const session of this.available(username)) this.host.deliver(session, stanza);
  }

  /** The world's word that a full JID came or went. */
  changed(jid: string, username: string, available: boolean): void {
    const real = this.host.sessionsOf(username).find((session) => session.jid === jid);
    if (real === undefined) this.noteSimulated(jid, username, available);
    const stanza = available ? real?.presence : new Element('presence', { type: 'unavailable' });
    this.broadcast(jid, username, stanza ?? new Element('presence'));
  }

  /** The web application came or went. @param everyone sessions of this side */
  finesseChanged(available: boolean, everyone: Iterable<LiveSession>): void {
    for (const session of everyone) if (session.presence !== null) this.tellFinesse(session, available);
  }

  simulatedOf(username: string): readonly Routable[] {
    return [...(this.simulated.get(username)?.values() ?? [])];
  }

  private noteSimulated(jid: string, username: string, available: boolean): void {
    const known = this.simulated.get(username) ?? new Map<string, Routable>();
    if (available) {
      const resource = parseJid(jid)?.resource ?? '';
      this.simulated.set(username, known.set(jid, { resource, priority: 0, order: ++this.order }));
    } else {
      known.delete(jid);
      if (known.size === 0) this.simulated.delete(username);
    }
  }

  private forget(session: LiveSession, stanza: Element): void {
    session.presence = null;
    session.priority = null;
    const directed = [...session.directed];
    session.directed.clear();
    for (const to of directed) this.host.route(readdressed(stanza, { from: session.jid, to }));
  }

  /** RFC 6121 §4.3.2, and FINESSE §4: first of all whether the web application is there. */
  private introduce(session: LiveSession): void {
    if (this.world.finesseAvailable()) this.tellFinesse(session, true);
    for (const username of [session.username, ...this.contacts.seenBy(session.username)]) {
      this.answerProbe(jidOf(session), username);
    }
    if ((session.priority ?? -1) < 0) return;
    for (const stanza of this.world.takeOffline(session.username)) this.host.deliver(session, stanza);
  }

  private tellFinesse(session: LiveSession, available: boolean): void {
    const from = `${FINESSE}@${this.host.domain}/${FINESSE_RESOURCE}`;
    const stanza = new Element('presence', available ? {} : { type: 'unavailable' });
    this.host.deliver(session, readdressed(stanza, { from, to: session.jid }));
  }

  private subscribe(asker: string, target: string): void {
    const domain = this.host.domain;
    const granted = this.world.maySee(asker, target);
    const type = granted ? 'subscribed' : 'unsubscribed';
    const answer = new Element('presence', { type, from: `${target}@${domain}`, to: `${asker}@${domain}` });
    for (const session of this.available(asker)) this.host.deliver(session, answer);
    if (!granted) return;
    this.contacts.grant(target, asker);
    this.answerProbe({ local: asker, domain, resource: null }, target);
  }

  private sees(asker: string, target: string): boolean {
    if (asker === target || target === FINESSE) return true;
    return this.contacts.sees(asker, target) && this.world.maySee(asker, target);
  }

  /** RFC 6121 §4.3.2; nothing at all for those who may not know. */
  private answerProbe(asker: Jid, target: string): void {
    if (!this.sees(asker.local, target)) return;
    const askers = this.available(asker.local).filter((s) => asker.resource === null || s.resource === asker.resource);
    for (const session of askers) {
      if (target === FINESSE) this.tellFinesse(session, this.world.finesseAvailable());
      for (const jid of this.world.availableJids(`${target}@${this.host.domain}`)) {
        if (jid === session.jid) continue;
        const real = this.host.sessionsOf(target).find((other) => other.jid === jid);
        this.deliver(session, real?.presence ?? new Element('presence'), jid);
      }
    }
  }

  /** To the user's other sessions and to everyone who may see them. */
  private broadcast(jid: string, username: string, stanza: Element): void {
    for (const watcher of [username, ...this.contacts.watchersOf(username)]) {
      if (!this.sees(watcher, username)) continue;
      for (const session of this.available(watcher)) if (session.jid !== jid) this.deliver(session, stanza, jid);
    }
  }

  private deliver(session: LiveSession, stanza: Element, from: string): void {
    this.host.deliver(session, readdressed(stanza, { from, to: session.jid }));
  }

  private available(username: string): LiveSession[] {
    return this.host.sessionsOf(username).filter((session) => session.presence !== null);
  }
}

function jidOf(session: LiveSession): Jid {
  return parseJid(session.jid) ?? { local: session.username, domain: '', resource: session.resource };
}
