/** People watched on a real Prosody: their clients sign in, freeze, are killed and sign off, and the health that is published tells so. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event, EventOf, PresenceHealth } from '#contract';
import type { TargetConfig, XmppWatchConfig } from '../../server/config/schema';
import { createEventBus } from '../../server/events/bus';
import { createFleet } from '../../server/monitor/fleet';
import { createAgentWatch } from '../../server/monitor/presence/agent-watch';
import type { AgentWatch } from '../../server/monitor/presence/port';
import { createXmppWatch } from '../../server/monitor/presence/xmpp-watch';
import { openSession } from '../../server/xmpp/session';
import { certificateZoo } from '../support/certificates';
import { type Prosody, startProsody } from '../support/prosody';
import { type ClientWish, type StockClient, startStockClient } from '../support/watched-client';
import { addressOf, sessionOptions, time, type Way } from './attempt';

const zoo = certificateZoo();
const ada = 'ada@lab.example';
const cleanups: (() => Promise<void> | void)[] = [];
let prosody: Prosody;

beforeEach(async () => {
  const accounts = Object.fromEntries(['holdfast', 'ada', 'bob'].map((name) => [name, 'correct horse']));
  prosody = await startProsody({ domain: 'lab.example', certificate: zoo.valid, accounts });
});

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
  await prosody?.stop();
});

function signIn(resource: string, wish: Partial<ClientWish> = {}): StockClient {
  const { ca } = zoo.authority;
  const client = startStockClient({
    ...{ port: prosody.ports.c2s, domain: 'lab.example', username: 'ada', resource, ca },
    ...wish,
  });
  cleanups.push(() => client.kill());
  return client;
}

const policy = { pingIntervalMs: 100, pingTimeoutMs: 1_000, pingRetries: 2, connectTimeoutMs: 5_000 };

function targetOf(way: Way): TargetConfig {
  const address = addressOf(way, prosody.ports);
  const options = sessionOptions(address, { trust: { ca: zoo.authority.ca } });
  return {
    ...{ key: `lab/prosody/${address.kind}`, clusterKey: 'lab', clusterName: 'Lab', nodeKey: 'prosody' },
    ...{ nodeName: 'prosody', transport: address.kind, address: way, expect: 'open', policy },
    session: { ...options, resource: `holdfast-${address.kind}` },
  };
}

/** The worker's wiring of sessions, watch and judge, whose events can be awaited, in order, each once. */
function watch(...ways: Way[]) {
  const targets = ways.map(targetOf);
  const config: XmppWatchConfig = {
    ...{ clusterKey: 'lab', clusterName: 'Lab', nodeKey: 'prosody', targets: targets.map(({ key }) => key) },
    people: [{ jid: ada, name: 'Ada', teamId: 'first', teamName: 'First', site: null }],
  };
  const events: Event[] = [];
  const kinds: string[] = [];
  const waiting = new Set<() => void>();
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  bus.subscribe((event) => {
    events.push(event);
    if (event.type === 'agent-health-changed') kinds.push(event.health.kind);
    for (const wake of [...waiting]) wake();
    waiting.clear();
  });
  const publish = bus.publish;
  const known = { agents: [], openDisconnects: [], groups: [], record: null };
  const agents = createAgentWatch({ clusterKey: 'lab', service: 'xmpp', time, publish, known });
  let answered = () => {};
  const judge: AgentWatch = {
    ...agents,
    tell(loginId, evidence, source) {
      agents.tell(loginId, evidence, source);
      if (evidence.kind === 'answer' && evidence.answered) answered();
    },
  };
  const people = createXmppWatch(config, {
    ...{ time, agents: judge, publish, targets, demo: false },
    pace: { intervalMs: 200, timeoutMs: 1_000 },
  });
  const fleet = createFleet({
    ...{ targets, openSession, time, publish, known: [], demo: false },
    stalledSince: () => false,
    listenerOf: (key) => people.listenerOf(key),
  });
  people.start();
  fleet.start();
  cleanups.push(async () => {
    await fleet.stop();
    people.stop();
    agents.stop();
  });
  let from = 0;
  async function next<E extends Event>(isWanted: (event: Event) => event is E): Promise<E> {
    const begin = from;
    for (;;) {
      const at = events.findIndex((event, i) => i >= begin && isWanted(event));
      const found = events[at];
      if (found !== undefined && isWanted(found)) {
        from = Math.max(from, at + 1);
        return found;
      }
      await new Promise<void>((resolve) => waiting.add(resolve));
    }
  }
  type Health<K extends PresenceHealth['kind']> = EventOf<'agent-health-changed'> & {
    health: Extract<PresenceHealth, { kind: K }>;
  };
  const health = <K extends PresenceHealth['kind']>(kind: K) =>
    next((e): e is Health<K> => e.type === 'agent-health-changed' && e.health.kind === kind);
  const missing = (words: RegExp | null) =>
    next((e): e is EventOf<'directory-read'> => {
      if (e.type !== 'directory-read') return false;
      return words === null ? e.missing.length === 0 : e.missing.some((m) => words.test(m));
    });
  /** Every health so far, in order. */
  const stories = () => kinds;
  const online = async (key: string) => {
    while (
      fleet
        .monitors()
        .find((m) => m.target.key === key)
        ?.state().phase !== 'online'
    ) {
      await next((e): e is EventOf<'ping-answered'> => e.type === 'ping-answered' && e.targetKey === key);
    }
  };
  /** The next answer of a client to a ping. */
  const answer = () =>
    new Promise<void>((resolve) => {
      answered = resolve;
    });
  return { next, health, missing, stories, online, answer, fleet };
}

describe('a client that grants its presence', () => {
  it.each([
    ['answers pings', true],
    ['answers them with an error', false],
  ])('and %s: connected, frozen, thawed, signed off', async (_, pongs) => {
    const client = signIn('desk', { pongs });
    await client.says('online');
    const { health, answer, stories } = watch('tcp+starttls');
    await client.says('asked');
    expect(await health('connected')).toMatchObject({
      ...{ loginId: ada, teamId: 'first', jid: 'ada@lab.example/desk', health: { side: 'A', sure: 'seen' } },
      source: { feed: 'presence', nodeKey: 'prosody', reference: 'ada@lab.example/desk' },
    });
    await answer();
    client.freeze();
    const { health: frozen } = await health('unstable');
    expect(frozen).toMatchObject({ side: 'A', missed: 1, reconnects: 0 });
    expect(frozen).not.toHaveProperty('deadline');
    client.thaw();
    await health('connected');
    await client.leave();
    expect(await health('logged-out')).toMatchObject({ health: { outcome: 'unknown' }, source: { feed: 'presence' } });
    expect(stories()).toEqual(['connected', 'unstable', 'connected', 'logged-out']);
  });

  it('is gone the moment that it is killed, with nobody at risk, and back when it signs in again', async () => {
    const client = signIn('desk');
    await client.says('online');
    const { health, stories } = watch('wss');
    await health('connected');
    await client.kill();
    await health('logged-out');
    const again = signIn('desk');
    await health('connected');
    await again.kill();
    await health('logged-out');
    expect(stories()).toEqual(['connected', 'logged-out', 'connected', 'logged-out']);
  });

  it('is connected by any of its clients, and its words change nothing', async () => {
    const desk = signIn('desk');
    await desk.says('online');
    const { health, answer, stories } = watch('bosh+http');
    await health('connected');
    for (const word of ['away', 'dnd', 'xa', 'away']) desk.tell(`show ${word}`);
    const phone = signIn('phone', { grants: 'ignores' });
    await phone.says('online');
    await answer();
    await desk.kill();
    await answer();
    await phone.leave();
    await health('logged-out');
    expect(stories()).toEqual(['connected', 'logged-out']);
  });
});

describe('presence that is not granted', () => {
  it('is unknown and asked for once; a refusal is said, and nothing is made up', async () => {
    const client = signIn('desk', { grants: 'refuses' });
    await client.says('online');
    const { missing, stories } = watch('tcp+starttls');
    await client.says('asked');
    const said = await missing(/^1 of 1 person has refused that holdfast@lab\.example sees their presence/);
    expect(said).toMatchObject({ agents: 1, complete: true, teams: [{ id: 'first', cover: 'watched' }] });
    await client.kill();
    // unknown is what everybody is at first
    expect(stories()).toEqual([]);
  });

  it('is asked for when nobody is there, granted later, and known from then on', async () => {
    const { health, missing } = watch('tcp+starttls');
    await missing(/^1 of 1 person has not accepted yet that holdfast@lab\.example sees their presence/);
    const client = signIn('desk');
    await client.says('asked');
    await health('connected');
    await missing(null);
  });

  it('is unknown again when it is taken back, and not asked for again', async () => {
    const client = signIn('desk');
    await client.says('online');
    const { health, missing, stories } = watch('tcp+starttls');
    await health('connected');
    client.tell('revoke holdfast@lab.example');
    const [unknown] = await Promise.all([health('unknown'), missing(/refused/)]);
    expect(unknown).toMatchObject({ health: { why: 'never-seen' } });
    expect(stories().at(-1)).toBe('unknown');
  });
});

describe('our own outage', () => {
  it('is never theirs: unknown while the server is frozen, and connected again when it thaws', async () => {
    const client = signIn('desk');
    await client.says('online');
    const { health, answer, stories } = watch('tcp+starttls');
    await health('connected');
    await answer();
    prosody.freeze();
    expect(await health('unknown')).toMatchObject({ health: { why: 'feed-stale', blame: { feed: 'presence' } } });
    prosody.thaw();
    await health('connected');
    expect(new Set(stories())).toEqual(new Set(['connected', 'unknown']));
  });

  it('hides who signed off meanwhile until the next look', async () => {
    const client = signIn('desk');
    await client.says('online');
    const { health, fleet, stories } = watch('tcp+starttls');
    await health('connected');
    fleet.execute({ command: 'pause-target', targetKey: 'lab/prosody/tcp' });
    await health('unknown');
    await client.leave();
    fleet.execute({ command: 'resume-target', targetKey: 'lab/prosody/tcp' });
    await health('logged-out');
    expect(stories()).toEqual(['connected', 'unknown', 'logged-out']);
  });

  it('is bridged by another session of the account', async () => {
    const client = signIn('desk');
    await client.says('online');
    const { health, fleet, online } = watch('tcp+starttls', 'wss');
    await Promise.all([health('connected'), online('lab/prosody/tcp'), online('lab/prosody/websocket')]);
    fleet.execute({ command: 'pause-target', targetKey: 'lab/prosody/tcp' });
    await client.kill();
    await health('logged-out');
    fleet.execute({ command: 'pause-target', targetKey: 'lab/prosody/websocket' });
    await health('unknown');
  });
});
