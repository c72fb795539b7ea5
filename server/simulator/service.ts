/** The XMPP service of the simulator: its users, their sessions, and the way of every stanza. */
import { Element } from '@xmpp/xml';
import { Contacts } from './contacts';
import { type Carrier, type EndReason, ns } from './port';
import { Presence, type PresenceHost, type PresenceKeeper } from './presence';
import { type Routable, routeToAccount } from './routing';
import { type Credentials, createCredentials } from './sasl';
import type { Admission, BoundSession, LiveSession, SessionFacts } from './session';
import { attr, errorReply, isPing, type Jid, parseJid, resultOf, serialise } from './stanza';

export interface User {
  /** Local part of the JID. */
  username: string;
  password: string;
}

/** Answers what is sent to a domain of its own, e.g. `pubsub.<domain>`. */
export type Component = (stanza: Element) => void;

/** What a service of a special kind does in its own way. */
export interface ServiceExtension {
  /** How a user signs in, in place of the passwords of `users`. */
  credentials(username: string): Credentials | null;
  /** A session is about to be bound; null refuses it. */
  admit(session: LiveSession): Admission | null;
  createPresence(host: PresenceHost, contacts: Contacts): PresenceKeeper;
  /** Sessions of the account that have no connection here: what is for them counts as delivered. */
  elsewhere(username: string): readonly Routable[];
  /** A message found nobody; false: it is bounced. */
  keepMessage(stanza: Element, username: string): boolean;
  /** An IQ get to the server or to an account; null: it is answered as always. */
  answer(iq: Element, asker: string): Element | null;
}

export interface ServiceOptions {
  domain: string;
  users: readonly User[];
  extension?: ServiceExtension;
}

interface Account {
  credentials: Credentials;
  sessions: Map<string, LiveSession>;
}

/** Knows nothing of connections: it is given carriers, and it may run beside others in one process. */
export class XmppService {
  readonly domain: string;
  private readonly accounts = new Map<string, Account>();
  private readonly components = new Map<string, Component>();
  private readonly contacts = new Contacts();
  private readonly presence: PresenceKeeper;
  private readonly extension: ServiceExtension | null;

  constructor(options: ServiceOptions) {
    this.domain = options.domain.toLowerCase();
    this.extension = options.extension ?? null;
    const host: PresenceHost = {
      domain: this.domain,
      sessionsOf: (username) => this.sessionsOf(username),
      deliver: (session, stanza) => this.deliver(session, stanza),
      route: (stanza) => this.route(stanza),
    };
    this.presence = this.extension?.createPresence(host, this.contacts) ?? new Presence(host, this.contacts);
    for (const user of options.users) this.addUser(user);
  }

  addUser(user: User): void {
    const username = user.username.toLowerCase();
    this.accounts.set(username, { credentials: createCredentials(username, user.password), sessions: new Map() });
  }

  /** They see each other's presence from now on. */
  befriend(a: string, b: string): void {
    this.contacts.grant(a.toLowerCase(), b.toLowerCase());
    this.contacts.grant(b.toLowerCase(), a.toLowerCase());
  }

  addComponent(domain: string, component: Component): void {
    this.components.set(domain.toLowerCase(), component);
  }

  credentials(username: string): Credentials | null {
    if (this.extension !== null) return this.extension.credentials(username);
    return this.accounts.get(username)?.credentials ?? null;
  }

  sessions(): SessionFacts[] {
    return this.liveSessions().map(({ jid, carrier, priority }) => {
      return { jid, transport: carrier.transport, secure: carrier.secure, priority };
    });
  }

  liveSessions(): LiveSession[] {
    return [...this.accounts.keys()].flatMap((username) => this.sessionsOf(username));
  }

  /** Ends a session by its full JID; @returns whether there was one. */
  kick(jid: string, reason: EndReason): boolean {
    const parsed = parseJid(jid);
    const session = this.accounts.get(parsed?.local ?? '')?.sessions.get(parsed?.resource ?? '');
    session?.carrier.end(reason);
    return session !== undefined;
  }

  /** Null when the user is gone. A session of the same full JID is ended with `conflict`. */
  bind(username: string, resource: string, carrier: Carrier): BoundSession | null {
    const account = this.accounts.get(username);
    if (account === undefined) return null;
    const bareJid = `${username}@${this.domain}`;
    const session: LiveSession = {
      ...{ username, resource, jid: `${bareJid}/${resource}`, carrier },
      ...{ priority: null, order: 0, presence: null, directed: new Set<string>(), admission: null },
    };
    if (this.extension !== null) {
      session.admission = this.extension.admit(session);
      if (session.admission === null) return null;
    }
    // RFC 6120 §7.7.2.2: of the three ways, the one where the newcomer wins, as Openfire does
    account.sessions.get(resource)?.carrier.end({ kind: 'stream-error', condition: 'conflict' });
    account.sessions.set(resource, session);
    return {
      jid: session.jid,
      bareJid,
      receive: (stanza) => this.receive(session, stanza),
      heard: (held) => session.admission?.heard(held),
      leave: (clean) => {
        if (account.sessions.get(resource) === session) account.sessions.delete(resource);
        this.presence.end(session);
        session.admission?.left(clean);
      },
    };
  }

  /** Sends a stanza on its way; `from` and `to` must be set. */
  route(stanza: Element): void {
    const to = parseJid(attr(stanza, 'to') ?? '');
    const component = this.components.get(to?.domain ?? '');
    if (to === null) this.bounce(stanza, 'jid-malformed');
    else if (component !== undefined) component(stanza);
    else if (to.domain !== this.domain) this.bounce(stanza, 'remote-server-not-found');
    else if (to.local === '') this.answerAsServer(stanza);
    else this.routeToUser(stanza, to);
  }

  private sessionsOf(username: string): LiveSession[] {
    return [...(this.accounts.get(username)?.sessions.values() ?? [])];
  }

  private deliver(session: LiveSession, stanza: Element): void {
    session.carrier.send(serialise(stanza), 'stanza');
  }

  private bounce(stanza: Element, condition: string): void {
    // presence is never bounced: RFC 6121 §8.5.1 leaves it unanswered
    const reply = stanza.getName() === 'presence' ? null : errorReply(stanza, condition);
    if (reply !== null && parseJid(attr(reply, 'to') ?? '') !== null) this.route(reply);
  }

  private receive(session: LiveSession, stanza: Element) {
    stanza.attrs.from = session.jid;
    const name = stanza.getName();
    if (name === 'presence') return this.receivePresence(session, stanza);
    if (name === 'iq' && !isSoundIq(stanza)) {
      const reply = errorReply(stanza, 'bad-request');
      return reply === null ? undefined : this.deliver(session, reply);
    }
    // RFC 6120 §10.3: without an address the sender's own account is meant
    if (attr(stanza, 'to') !== undefined) return this.route(stanza);
    if (name === 'iq') return this.answerAsServer(stanza);
    this.routeToUser(stanza, { local: session.username, domain: this.domain, resource: null });
  }

  private receivePresence(session: LiveSession, stanza: Element): void {
    const to = attr(stanza, 'to');
    const type = attr(stanza, 'type');
    if (to === undefined) {
      if (type === undefined || type === 'unavailable') this.presence.own(session, stanza);
      return;
    }
    if (type === undefined && session.directed.size < 100) session.directed.add(to);
    // RFC 6121 §3.1.2: subscriptions are between accounts, not resources
    if (type?.includes('subscribe') === true) stanza.attrs.from = `${session.username}@${this.domain}`;
    this.route(stanza);
  }

  private routeToUser(stanza: Element, to: Jid) {
    // RFC 6121 §8.5.1: no such user
    if (!this.accounts.has(to.local)) return this.bounce(stanza, 'service-unavailable');
    if (stanza.getName() === 'presence' && to.resource === null) return this.presence.arrive(stanza, to.local);
    const kind = { name: stanza.getName(), type: attr(stanza, 'type') };
    const here = this.sessionsOf(to.local);
    const elsewhere = this.extension?.elsewhere(to.local) ?? [];
    const way = routeToAccount<Routable>(kind, to.resource, [...here, ...elsewhere]);
    switch (way.to) {
      case 'sessions':
        return this.deliverTo(stanza, way.sessions, here);
      case 'account':
        return this.answerAsServer(stanza);
      case 'nobody':
        if (kind.name === 'message' && this.extension?.keepMessage(stanza, to.local) === true) return;
        return this.bounce(stanza, way.condition);
      case 'silence':
        return;
    }
  }

  private deliverTo(stanza: Element, chosen: readonly Routable[], here: readonly LiveSession[]): void {
    for (const session of here) if (chosen.includes(session)) this.deliver(session, stanza);
    // the client of a session elsewhere understands no question: RFC 6120 §8.2.3 wants it answered
    const answered = stanza.getName() !== 'iq' || here.some((session) => chosen.includes(session));
    if (!answered) this.bounce(stanza, 'service-unavailable');
  }

  /** IQs to the domain, or to an account on whose behalf the server answers. */
  private answerAsServer(stanza: Element): void {
    const type = attr(stanza, 'type');
    if (stanza.getName() !== 'iq' || (type !== 'get' && type !== 'set')) return;
    const asker = parseJid(attr(stanza, 'from') ?? '')?.local ?? '';
    const result = this.resultFor(stanza, type, asker);
    // RFC 6120 §8.4: what is not understood is answered too
    if (result === null) this.bounce(stanza, 'service-unavailable');
    else this.route(result);
  }

  private resultFor(iq: Element, type: 'get' | 'set', asker: string): Element | null {
    if (isPing(iq)) return resultOf(iq);
    const special = type === 'get' ? (this.extension?.answer(iq, asker) ?? null) : null;
    if (special !== null) return special;
    if (type === 'set') return iq.getChild('session', ns.session) === undefined ? null : resultOf(iq);
    if (iq.getChild('query', ns.discoInfo) !== undefined) return resultOf(iq, discoInfo());
    return iq.getChild('query', ns.roster) === undefined ? null : resultOf(iq, this.roster(asker));
  }

  private roster(asker: string): Element {
    const query = new Element('query', { xmlns: ns.roster });
    for (const { contact, subscription } of this.contacts.roster(asker)) {
      query.c('item', { jid: `${contact}@${this.domain}`, subscription });
    }
    return query;
  }
}

/** RFC 6120 §8.2.3: an id, a known type, and exactly one child in a get or set. */
function isSoundIq(iq: Element): boolean {
  const type = attr(iq, 'type');
  if (attr(iq, 'id') === undefined) return false;
  if (type === 'result' || type === 'error') return true;
  return (type === 'get' || type === 'set') && iq.getChildElements().length === 1;
}

function discoInfo(): Element {
  const query = new Element('query', { xmlns: ns.discoInfo });
  query.c('identity', { category: 'server', type: 'im', name: 'Holdfast simulator' });
  for (const feature of [ns.discoInfo, ns.ping]) query.c('feature', { var: feature });
  return query;
}
