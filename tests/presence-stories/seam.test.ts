/** The pair without sockets is a pair: the product signs in, subscribes, and reads every answer and notification that it gives. */
import { expect, test } from 'vitest';
import { secret } from '../../server/config/secret';
import type { Failure } from '../../server/contract';
import { defaultLoadBudget } from '../../server/domain/load-budget';
import { type FeedFact, readNotification } from '../../server/finesse/feeds/notification';
import { createFeedSubscriber, type FeedReport } from '../../server/finesse/feeds/subscriber';
import { createRestClient, type RestAnswer } from '../../server/finesse/rest/client';
import { createLoadMeter } from '../../server/finesse/rest/load-meter';
import { administrator, monitorOn } from '../../server/simulator/finesse/cli/accounts';
import type { WorldSettingsInput } from '../../server/simulator/finesse/world/port';
import { createPair, type VirtualPair } from './pair';

const small: WorldSettingsInput = {
  ...{ agents: 40, teamSize: 20, signedIn: 1, shareOnA: 1, rhythm: false, boshShare: 0 },
  openfire: { sweepPhaseS: { A: 7, B: 22 } },
};

function signIn(pair: VirtualPair) {
  const told: { facts: FeedFact[]; online: string[]; closed: (Failure | null)[]; presence: string[] } = {
    ...{ facts: [], online: [], closed: [], presence: [] },
  };
  const { xmppDomain } = pair.world.side('A');
  const session = pair.openSession(
    {
      wire: { address: { kind: 'websocket', url: 'wss://a/ws/' }, domain: xmppDomain, trust: {} },
      ...{ username: monitorOn.A.username, password: secret(monitorOn.A.password), resource: 'holdfast-ws-1' },
      allowPlainWithoutTls: false,
    },
    {
      onOnline: ({ jid }) => told.online.push(jid),
      onPong: () => undefined,
      onStanza(stanza) {
        const read = stanza.getName() === 'message' ? readNotification(stanza, `pubsub.${xmppDomain}`) : null;
        if (read?.ok) told.facts.push(...read.notification.facts);
        if (stanza.getName() === 'presence') told.presence.push(`${stanza.attrs.from} ${stanza.attrs.type ?? ''}`);
      },
      onCertificate: () => undefined,
      onClosed: (failure) => told.closed.push(failure),
    },
    pair.time,
  );
  return { session, told };
}

function clientOf(pair: VirtualPair) {
  return createRestClient({
    ...{ host: pair.world.side('A').host, port: 8445, trust: {}, time: pair.time, openHttps: pair.https.openHttps },
    ...{ username: administrator.username, password: secret(administrator.password) },
    meter: createLoadMeter(defaultLoadBudget, pair.time),
  });
}

test('a session signs in, subscribes to a team and hears of its people, and is told of the end', async () => {
  const pair = createPair({ ...small, profile: 'generous' });
  const { session, told } = signIn(pair);
  await pair.until(1);
  expect(told.online).toEqual(['holdfast-a@fin-a.sim.example/holdfast-ws-1']);
  expect(told.presence).toContain('finesse@fin-a.sim.example/smack ');
  const subscriber = createFeedSubscriber({ systemInfo: true, teams: [{ id: '1', members: [] }] }, { time: pair.time });
  const reports: (FeedReport | null)[] = [];
  void subscriber
    .attach(session, told.online[0] ?? '', 'pubsub.fin-a.sim.example')
    .then((report) => reports.push(report));
  await pair.until(2);
  expect(reports[0]?.teams.get('1')).toBe('team-feed');
  pair.world.act({ do: 'set-state', who: { team: '1', signedIn: true, count: 1 }, state: 'NOT_READY' });
  await pair.until(3);
  expect(told.facts.map((fact) => fact.kind)).toContain('user');
  pair.world.act({ do: 'stop', side: 'A', part: 'notification' });
  await pair.until(4);
  expect(told.closed).toMatchObject([{ kind: 'stream-error', condition: 'system-shutdown' }]);
});

test('everything that may be asked is answered with what the parsers read, and noted', async () => {
  const pair = createPair(small);
  const client = clientOf(pair);
  const answers: [string, RestAnswer<unknown>][] = [];
  const ask = (name: string, answer: Promise<RestAnswer<unknown>>) => void answer.then((a) => answers.push([name, a]));
  ask('SystemInfo', client.systemInfo());
  ask('Users', client.users());
  ask('Team', client.team('1'));
  ask('ConnectedUsersInfo', client.connectedUsers());
  ask('details', client.connectedUsers('userDetails'));
  ask('MaintenanceMode', client.maintenanceMode());
  ask('ReasonCodes', client.reasonCodes());
  ask('beans', client.listCounters('openfire'));
  await pair.until(2);
  expect(answers.filter(([, answer]) => !answer.ok)).toEqual([]);
  expect(answers).toHaveLength(8);
  expect(pair.https.asked.map((one) => one.path)).toContain('/finesse/api/ConnectedUsersInfo/userDetails');
  expect(new Set(pair.https.asked.map((one) => one.username))).toEqual(new Set(['administrator']));
});

test('a host that is down, and our own way cut, are silence until the time is up', async () => {
  const pair = createPair(small);
  const client = clientOf(pair);
  const conditions: string[] = [];
  const ask = () => void client.systemInfo().then((a) => conditions.push(a.ok ? 'ok' : a.failure.condition));
  pair.https.setCut(true);
  ask();
  await pair.until(11);
  pair.https.setCut(false);
  pair.world.act({ do: 'stop', side: 'A', part: 'host', forS: 11 });
  ask();
  await pair.until(23);
  ask();
  await pair.until(24);
  expect(conditions).toEqual(['timeout', 'timeout', 'ok']);
});

test('a session that is cut goes at once; into a dead host none gets, until it is up again', async () => {
  const pair = createPair(small);
  const first = signIn(pair);
  await pair.until(1);
  pair.wires.cut('A');
  expect(first.told.closed).toMatchObject([{ condition: 'connection-reset' }]);
  pair.world.act({ do: 'stop', side: 'A', part: 'host', forS: 30 });
  const second = signIn(pair);
  await pair.until(29);
  expect(second.told).toMatchObject({ online: [], closed: [] });
  await pair.until(120);
  expect([...second.told.online, ...second.told.closed]).toHaveLength(1);
});
