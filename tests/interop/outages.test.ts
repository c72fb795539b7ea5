/** A monitored session while a real Prosody is killed, frozen and revived. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventType, Fact } from '#contract';
import type { TargetConfig } from '../../server/config/schema';
import { defaultPolicy } from '../../server/domain/session-policy';
import { createSessionMonitor } from '../../server/monitor/session-monitor';
import { openSession } from '../../server/xmpp/session';
import { certificateZoo } from '../support/certificates';
import { type Prosody, startProsody } from '../support/prosody';
import { addressOf, sessionOptions, time, type Way } from './attempt';

const zoo = certificateZoo();
let prosody: Prosody;
let watched: ReturnType<typeof watch>;

beforeEach(async () => {
  prosody = await startProsody({
    domain: 'lab.example',
    certificate: zoo.valid,
    accounts: { holdfast: 'correct horse' },
  });
});

afterEach(async () => {
  watched?.monitor.stop('shutdown');
  await prosody?.stop();
});

const PING_TIMEOUT_MS = 60;

/** A monitor with short times whose facts can be awaited, in order, each once. */
function watch(way: Way) {
  const facts: Fact[] = [];
  let wake = () => {};
  const address = addressOf(way, prosody.ports);
  const policy = { pingIntervalMs: 60, pingTimeoutMs: PING_TIMEOUT_MS, pingRetries: 2, connectTimeoutMs: 1_000 };
  const target: TargetConfig = {
    key: `lab/prosody/${address.kind}`,
    clusterKey: 'lab',
    clusterName: 'Lab',
    nodeKey: 'prosody',
    nodeName: 'prosody',
    transport: address.kind,
    address: way,
    expect: 'open',
    session: sessionOptions(address, { trust: { ca: zoo.authority.ca } }),
    policy,
  };
  const quick = { soonBaseMs: 20, soonCapMs: 100, slowBaseMs: 20, slowCapMs: 100 };
  const monitor = createSessionMonitor(target, {
    openSession,
    time,
    publish(fact) {
      facts.push(fact);
      wake();
    },
    reserveSlot: () => time.now(),
    stalledSince: () => false,
    policy: { ...defaultPolicy, ...policy, backoff: quick },
    knownCertificate: null,
  });
  async function next<T extends EventType>(type: T, when: (fact: Extract<Fact, { type: T }>) => boolean = () => true) {
    const isWanted = (fact: Fact): fact is Extract<Fact, { type: T }> =>
      fact.type === type && when(fact as Extract<Fact, { type: T }>);
    for (;;) {
      const at = facts.findIndex(isWanted);
      const [found] = at < 0 ? [] : facts.splice(0, at + 1).slice(-1);
      if (found !== undefined && isWanted(found)) return found;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  const online = () => next('session-phase-changed', (fact) => fact.to === 'online');
  return { monitor, facts, next, online };
}

describe.each(['tcp+starttls', 'wss', 'bosh+http'] as const)('%s', (way) => {
  it('a killed server is a loss with its cause, and its return is noticed', async () => {
    watched = watch(way);
    watched.monitor.start();
    await watched.online();
    await watched.next('ping-answered');
    await prosody.kill();
    const lost = await watched.next('session-lost');
    expect(lost.failure).toMatchObject({ kind: 'transport', phase: 'online' });
    expect(['closed', 'connection-reset', 'connection-refused']).toContain(lost.failure.condition);
    const failed = await watched.next('connect-finished');
    expect(failed).toMatchObject({ outcome: 'failed', failure: { condition: 'connection-refused', phase: 'tcp' } });
    await prosody.revive();
    await watched.online();
    await watched.next('ping-answered');
  });

  it('a frozen server is lost by three missed pings, and found again when it thaws', async () => {
    watched = watch(way);
    watched.monitor.start();
    await watched.online();
    await watched.next('ping-answered');
    prosody.freeze();
    for (const miss of [1, 2, 3]) expect(await watched.next('ping-missed')).toMatchObject({ miss, of: 3 });
    const lost = await watched.next('session-lost');
    expect(lost.failure).toMatchObject({
      kind: 'timeout',
      condition: 'ping-timeout',
      phase: 'online',
      detail: { misses: 3, timeoutMs: PING_TIMEOUT_MS },
    });
    const failed = await watched.next('connect-finished');
    expect(failed).toMatchObject({ outcome: 'failed', failure: { kind: 'timeout', condition: 'connect-timeout' } });
    prosody.thaw();
    await watched.online();
    await watched.next('ping-answered');
  });
});
