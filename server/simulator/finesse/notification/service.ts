/** One side's Notification Service: an XMPP service on its ports, with the world behind it. */
import type { Element } from '@xmpp/xml';
import type { Contacts } from '../../contacts';
import type { FaultBoard } from '../../fault-board';
import type { Certificate, HttpUpgrade } from '../../options';
import type { Accept } from '../../port';
import type { PresenceHost } from '../../presence';
import type { Routable } from '../../routing';
import type { Credentials } from '../../sasl';
import type { ServiceExtension } from '../../service';
import type { Admission, LiveSession, SessionFacts } from '../../session';
import { createSimulator, type Reach, type Simulator } from '../../simulator';
import type { Side } from '../model';
import type { WorldEvent } from '../world/events';
import type { SideView, World } from '../world/port';
import { credentialsOf } from './accounts';
import { admit } from './admission';
import { dialectOf } from './dialect';
import { bareOf, Feeds } from './feeds';
import { OfflineStore } from './offline';
import { openingsOf, toldAddresses } from './openings';
import type { NotificationAddresses, NotificationOptions, NotificationService } from './port';
import { FinessePresence } from './presence';
import { Publisher } from './publisher';
import { PubSub } from './pubsub';
import { answerAsFinesse } from './server-answers';
import { Subscriptions } from './subscriptions';

/** See `NotificationService`; it listens to the world from now on, and to its clients once open. */
export function createNotificationService(options: NotificationOptions): NotificationService {
  return new RunningService(options);
}

class RunningService implements NotificationService, ServiceExtension {
  readonly side: Side;
  private readonly world: World;
  private readonly view: SideView;
  private readonly simulator: Simulator & { open(): Promise<void> };
  private readonly stored = new Subscriptions();
  private readonly offline = new OfflineStore();
  private readonly publisher: Publisher;
  /** Accounts that a real client used: Finesse subscribed them to their own feeds then. */
  private readonly used = new Set<string>();
  private presence: FinessePresence | null = null;
  private contacts: Contacts | null = null;
  private readonly stopListening: () => void;

  constructor(private readonly options: NotificationOptions) {
    const { world, side, time } = options;
    this.side = side;
    this.world = world;
    this.view = world.side(side);
    this.simulator = createSimulator(openingsOf(options, this), time);
    const { service } = this.simulator;
    const dialect = { ...dialectOf(world.settings.release, world.settings.deployment), ...options.dialect };
    const { pubsubDomain } = this.view;
    const { stored: subscriptions } = this;
    const route = (stanza: Element): void => service.route(stanza);
    const feeds = new Feeds({ pubsubDomain, dialect, time, subscriptions, route });
    this.publisher = new Publisher({ world, side, dialect, feeds });
    const pubsub = new PubSub({
      ...{ domain: pubsubDomain, dialect, subscriptions, feeds },
      access: (username, feed) => world.feedAccess(username, feed),
      feedsOf: (username) => this.readableFeeds(username),
      newId: () => time.uuid(),
      reply: route,
    });
    service.addComponent(pubsubDomain, (stanza) => pubsub.receive(stanza));
    for (const { jid, available } of this.view.sessions()) {
      if (available) this.presence?.changed(jid, userOf(jid), true);
    }
    this.stopListening = world.subscribe((event) => this.listen(event));
  }

  // ---- for whoever composes the pair ---------------------------------------------------------------------------------

  get domain(): string {
    return this.view.xmppDomain;
  }

  get addresses(): NotificationAddresses {
    return toldAddresses(this.simulator.addresses);
  }

  get faults(): FaultBoard {
    return this.simulator.faults;
  }

  async open(): Promise<void> {
    await this.simulator.open();
    this.simulator.setReach(this.reach());
  }

  close(): void {
    this.stopListening();
    this.simulator.stop();
  }

  sessions(): SessionFacts[] {
    return this.simulator.service.sessions();
  }

  subscriptions(): number {
    return this.stored.count;
  }

  setCertificate(certificate: Certificate): void {
    this.simulator.setCertificate(certificate);
  }

  get upgrade(): HttpUpgrade {
    return this.simulator.upgrade;
  }

  get accept(): Accept {
    return this.simulator.accept;
  }

  bugs(): number {
    return this.simulator.state().bugs;
  }

  // ---- for the XMPP service ------------------------------------------------------------------------------------------

  credentials(username: string): Credentials | null {
    const { tokenOwner = () => null } = this.options;
    return credentialsOf(this.world, this.side, username, tokenOwner);
  }

  admit(session: LiveSession): Admission | null {
    const { world, side, domain, options } = this;
    const admission = admit(session, { world, side, domain, time: options.time });
    if (admission !== null) this.subscribeByDefault(session.username);
    return admission;
  }

  createPresence(host: PresenceHost, contacts: Contacts): FinessePresence {
    const { world, view } = this;
    this.contacts = contacts;
    this.presence = new FinessePresence(host, contacts, {
      finesseAvailable: () => view.finesseAvailable(),
      availableJids: (bareJid) => view.availableJids(bareJid),
      maySee: (username, target) => world.presenceAccess(username, target) === 'granted',
      echo: world.switches.ownPresence === 'echoed',
      takeOffline: (username) => this.offline.take(username, view.xmppDomain),
    });
    return this.presence;
  }

  elsewhere(username: string): readonly Routable[] {
    return this.presence?.simulatedOf(username) ?? [];
  }

  /** RFC 6121 §8.5.2.2.1, as Openfire has it; the world knows it of its agents, and tells the logs. */
  keepMessage(stanza: Element, username: string): boolean {
    if (stanza.attrs.type === 'groupchat') return false;
    // what waits for a simulated desktop nobody will ever read
    if (this.used.has(username)) this.offline.keep(username, stanza, this.options.time.now());
    return true;
  }

  answer(iq: Element, asker: string): Element | null {
    const { xmppDomain: domain, pubsubDomain: pubsub } = this.view;
    return answerAsFinesse(iq, { domain, pubsub }, this.contacts?.seenBy(asker) ?? []);
  }

  // ---- what happens in the world -------------------------------------------------------------------------------------

  private listen(event: WorldEvent): void {
    if (event.type === 'outside-changed') this.simulator.setReach(this.reach());
    if (!('side' in event) || event.side !== this.side) return;
    switch (event.type) {
      case 'agent-changed':
        this.publisher.agentChanged(event);
        return;
      case 'api-error':
        this.publisher.apiError(event);
        return;
      case 'system-info-changed':
        if (event.published) this.publisher.systemInfoChanged();
        return;
      case 'finesse-presence':
        this.presence?.finesseChanged(event.available, this.simulator.service.liveSessions());
        return;
      case 'presence-changed':
        this.presence?.changed(event.jid, event.user, event.available);
        return;
      case 'part-changed':
        // the host's memory is gone with it: connections from before are reset
        if (event.part === 'host' && event.up) this.simulator.cutAll();
        this.simulator.setReach(this.reach());
    }
  }

  private reach(): Reach {
    const { host, notification } = this.view.parts();
    if (!host || this.world.outside().observerCut) return 'silent';
    return notification ? 'open' : 'closed';
  }

  private subscribeByDefault(username: string): void {
    if (this.used.has(username)) return;
    this.used.add(username);
    const jid = `${username}@${this.domain}`;
    for (const node of this.world.defaultFeeds(username)) {
      this.stored.add({ node, jid, subid: this.options.time.uuid(), owner: username });
    }
  }

  private readableFeeds(username: string): string[] {
    const teams = this.world.teams().map((team) => `/finesse/api/Team/${team.id}/Users`);
    const readable = teams.filter((feed) => this.world.feedAccess(username, feed) === 'granted');
    return [...this.world.defaultFeeds(username), ...readable];
  }
}

const userOf = (jid: string): string => bareOf(jid).split('@')[0] ?? '';
