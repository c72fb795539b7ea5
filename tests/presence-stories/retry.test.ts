/** A refused account from its one try to the wish that comes through the internal door, and to feeds again. */
import { once } from 'node:events';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { commandReply } from '../../server/contract';
import { bearerOf, createWorkerHttp } from '../../server/control/door';
import { createCommands } from '../../server/worker/commands';
import { createPair } from './pair';
import { type Watched, watchScenario } from './watch';

const key = Buffer.alloc(32, 7);

/** @returns what the door answers to the wish to try that server's accounts once more */
async function openDoor(w: Watched): Promise<(nodeKey: string) => Promise<unknown>> {
  const execute = createCommands({
    now: () => w.time.now(),
    publish: (fact) => ({ ...fact, observerId: 'local', eventId: 'wish', v: 1 }),
    fleet: { execute: () => 'not here' },
    hasAgents: () => false,
    alerts: async () => ({ ok: false, message: 'not here' }),
    retryAccounts: (clusterKey, nodeKey) => (clusterKey === w.config.key ? w.cluster.retry(nodeKey) : 'not here'),
  });
  const server = createWorkerHttp({
    revoke: () => 0,
    reload: async () => ({ problem: null, applied: [] }),
    ...{ key, execute, log: pino({ level: 'silent' }) },
    alertsNow: () => ({ at: 0, alerts: [], total: 0, rules: [] }),
    letters: { ready: () => false, send: async () => 'no-mail' },
    testConnection: async () => undefined,
    health: () => ({
      ...{ status: 'ok', runId: 'r', startedAtMs: 0, database: 'ok', sessions: { total: 0, online: 0 } },
      recorder: { queued: 0, lastCommitAtMs: null },
    }),
    metrics: { contentType: 'text/plain', scrape: async () => '' },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  let sent = 0;
  return async (nodeKey) => {
    const wish = { command: 'retry-accounts', clusterKey: w.config.key, nodeKey, actor: 'anna' };
    const answer = await fetch(`http://127.0.0.1:${port}/control/commands`, {
      ...{ method: 'POST', headers: { authorization: bearerOf(key) } },
      body: JSON.stringify({ ...wish, idempotencyKey: `wish-0000000${++sent}` }),
    });
    return commandReply.parse(await answer.json());
  };
}

test('one try with a wrong password, silence, and everything after somebody says that it is right', async () => {
  const { servers } = createPair({}).config;
  const [a, b] = servers;
  if (a === undefined || b === undefined) throw new Error('a pair has two');
  let password = 'mistyped';
  const typed = { ...a.account.password, reveal: () => password };
  const config = { servers: [{ ...a, account: { ...a.account, password: typed } }, b] };
  const w = await watchScenario('quiet-morning', 'pessimistic', { agents: 40, config, lastsS: 5 });
  const states = () =>
    w.told
      .of('account-changed')
      .flatMap(({ side, account }) => (side === 'A' && account.role === 'monitor' ? [account.status] : []));
  const feeds = () => w.told.of('feeds-subscribed').filter((fact) => fact.side === 'A').length;
  expect([states().at(-1), feeds()]).toEqual(['refused', 0]);

  const wish = await openDoor(w);
  expect(await wish('node-b')).toMatchObject({ status: 'refused' });
  const before = states().length;
  expect(await wish('node-a')).toMatchObject({ status: 'accepted' });
  await w.until(130);
  // still wrong: it was tried once, and refused
  expect([states().at(-1), feeds()]).toEqual(['refused', 0]);
  expect(
    states()
      .slice(before)
      .filter((status) => status === 'refused'),
  ).toHaveLength(1);

  password = a.account.password.reveal();
  expect(await wish('node-a')).toMatchObject({ status: 'accepted' });
  await w.until(200);
  expect(states().at(-1)).toBe('accepted');
  expect(feeds()).toBeGreaterThan(0);
});
