/** A session that tests play by hand: it records what the monitor asks for and hands out its handlers. */
import type { TargetConfig } from '../../server/config/schema';
import { secret } from '../../server/config/secret';
import type { ConnectFacts, OpenSession, SessionHandlers } from '../../server/xmpp/port';

export interface FakeSession {
  handlers: SessionHandlers;
  facts: ConnectFacts;
  asked: string[];
}

/** @returns every session that was opened, newest last */
export function fakeSessions(): { openSession: OpenSession; opened: FakeSession[]; latest(): FakeSession } {
  const opened: FakeSession[] = [];
  const openSession: OpenSession = (_options, handlers) => {
    const facts: ConnectFacts = {
      phases: [{ phase: 'tcp', offsetMs: 0, tookMs: 2 }],
      current: 'features',
      mechanism: null,
      tlsProtocol: null,
      certificate: null,
      jid: null,
    };
    const fake: FakeSession = { handlers, facts, asked: [] };
    opened.push(fake);
    return {
      facts: () => fake.facts,
      transcript: () => ({ lines: [{ atMs: 0, from: 'wire', text: 'tcp' }], leftOut: 0 }),
      ping: (id) => void fake.asked.push(`ping ${id}`),
      send: () => void fake.asked.push('send'),
      request: () => void fake.asked.push('request'),
      close: () => void fake.asked.push('close'),
      destroy: () => void fake.asked.push('destroy'),
    };
  };
  return {
    openSession,
    opened,
    latest() {
      const last = opened.at(-1);
      if (last === undefined) throw new Error('no session was opened');
      return last;
    },
  };
}

export function targetConfig(overrides: Partial<TargetConfig> = {}): TargetConfig {
  return {
    key: 'lab/one/tcp',
    clusterKey: 'lab',
    clusterName: 'Lab',
    nodeKey: 'one',
    nodeName: 'One',
    transport: 'tcp',
    address: 'xmpp://127.0.0.1:5222',
    expect: 'open',
    session: {
      wire: {
        address: { kind: 'tcp', host: '127.0.0.1', port: 5222, security: 'none' },
        domain: 'lab.example',
        trust: {},
      },
      username: 'holdfast',
      password: secret('pw'),
      resource: 'holdfast-tcp-test',
      allowPlainWithoutTls: false,
    },
    policy: { pingIntervalMs: 10_000, pingTimeoutMs: 10_000, pingRetries: 2, connectTimeoutMs: 30_000 },
    ...overrides,
  };
}
