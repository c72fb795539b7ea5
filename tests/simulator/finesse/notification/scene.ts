/** One side's Notification Service on free loopback ports, before a small world in virtual time. */
import type { NotificationOptions, NotificationService } from '../../../../server/simulator/finesse/notification/port';
import { createNotificationService } from '../../../../server/simulator/finesse/notification/service';
import { createWorld } from '../../../../server/simulator/finesse/world/create-world';
import type { World, WorldSettingsInput } from '../../../../server/simulator/finesse/world/port';
import type { Time } from '../../../../server/time/time';
import { createVirtualTime } from '../../../../server/time/virtual-time';
import { bindRequest, plainAuth, type RawClient, rawClient, streamHeader } from '../../../support/simulator-client';

export const domain = 'fin-a.sim.example';
/** Supervises team 1 and belongs to no team. */
export const monitor = { username: 'monitor', password: 'secret' };
export const other = { username: 'other', password: 'secret too' };

/** Team 1 of six agents: 1001001, who supervises it, to 1001006. Nobody does anything by themselves. */
export const quiet: WorldSettingsInput = {
  agents: 6,
  teamSize: 6,
  teams: ['Billing'],
  shareOnA: 1,
  signedIn: 1,
  rhythm: false,
  boshShare: 0,
  accounts: [
    { ...monitor, role: 'supervisor', teams: ['Billing'] },
    { ...other, role: 'agent' },
  ],
  openfire: { sweepPhaseS: { A: 30, B: 30 } },
};

export interface Scene<T extends Time> {
  world: World;
  time: T;
  service: NotificationService;
  stop(): void;
}

export async function scene<T extends Time>(
  settings: WorldSettingsInput,
  time: T,
  options: Partial<NotificationOptions> = {},
): Promise<Scene<T>> {
  const world = createWorld({ ...quiet, ...settings }, time);
  const service = createNotificationService({ world, side: 'A', time, plainPorts: true, ...options });
  await service.open();
  return {
    ...{ world, time, service },
    stop() {
      service.close();
      world.stop();
    },
  };
}

export const virtualScene = (settings: WorldSettingsInput = {}, options: Partial<NotificationOptions> = {}) =>
  scene(settings, createVirtualTime(Date.UTC(2026, 10, 2, 9)), options);

export function tcpOf(service: NotificationService): { host: string; port: number } {
  const { tcp } = service.addresses;
  if (tcp === null) throw new Error('plain TCP is closed');
  return tcp;
}

export const iq = (type: 'get' | 'set', id: string, to: string, content: string): string =>
  `<iq xmlns='jabber:client' type='${type}' id='${id}' to='${to}'>${content}</iq>`;

export const pubsub = (content: string): string =>
  `<pubsub xmlns='http://jabber.org/protocol/pubsub'>${content}</pubsub>`;

export class Client {
  private asked = 0;

  constructor(
    readonly raw: RawClient,
    readonly jid: string,
  ) {}

  say(xml: string): void {
    this.raw.write(xml);
  }

  /** What was said since the last look, up to the match. */
  until(pattern: RegExp): Promise<string> {
    return this.raw.until(pattern);
  }

  /** The answer to an IQ, and everything that came before it. */
  ask(type: 'get' | 'set', to: string, content: string): Promise<string> {
    const id = `ask-${++this.asked}`;
    this.say(iq(type, id, to, content));
    return this.until(new RegExp(`<iq [^>]*id="${id}"[^>]*(?:/>|>.*?</iq>)`));
  }

  feed(type: 'get' | 'set', content: string): Promise<string> {
    return this.ask(type, `pubsub.${domain}`, pubsub(content));
  }

  subscribe(node: string, jid = this.jid): Promise<string> {
    return this.feed('set', `<subscribe node='${node}' jid='${jid}'/>`);
  }

  /** Everything that came until now, told by a ping behind it. */
  heard(): Promise<string> {
    return this.ask('get', domain, `<ping xmlns='urn:xmpp:ping'/>`);
  }

  /** The next notification. */
  async event(): Promise<string> {
    const text = await this.until(/<message.*?<\/message>/);
    return text.slice(text.indexOf('<message'));
  }
}

/** Over plain TCP. @param presence null: none is sent; otherwise `finesse@` is waited for where it is there */
export async function signIn(
  { service, world }: Pick<Scene<Time>, 'service' | 'world'>,
  user: { username: string; password: string },
  resource: string,
  presence: string | null = '<presence/>',
): Promise<Client> {
  const raw = rawClient(tcpOf(service));
  raw.write(streamHeader(domain));
  await raw.until(/<\/stream:features>/);
  raw.write(plainAuth(user.username, user.password));
  await raw.until(/<success[^>]*>/);
  raw.write(streamHeader(domain));
  await raw.until(/<\/stream:features>/);
  raw.write(bindRequest(resource));
  await raw.until(/<\/iq>/);
  const client = new Client(raw, `${user.username}@${domain}/${resource}`);
  if (presence === null) return client;
  raw.write(presence);
  if (world.side('A').finesseAvailable()) await raw.until(/<presence [^>]*from="finesse@[^>]*>/);
  return client;
}

/** Gives an agent the other one of two states. @returns it */
export function change({ world }: Pick<Scene<Time>, 'world'>, loginId: string): 'READY' | 'NOT_READY' {
  const state = world.side('A').user(loginId)?.state === 'READY' ? 'NOT_READY' : 'READY';
  const acted = world.act({ do: 'set-state', who: { loginId }, state });
  if (!acted.ok) throw new Error(acted.problem);
  return state;
}

/** Lets what is under way on loopback arrive. */
export const arrive = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
