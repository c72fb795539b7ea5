/** REST client, feeds and notifications against a simulated pair over HTTPS and XMPP on loopback, under both profiles. */
import { afterEach, describe, expect, test } from 'vitest';
import { secret } from '../../server/config/secret';
import { offsetOf } from '../../server/domain/clock-offset';
import { defaultLoadBudget } from '../../server/domain/load-budget';
import { createEventDelays } from '../../server/finesse/feeds/event-delays';
import { type FeedFact, readNotification } from '../../server/finesse/feeds/notification';
import { createFeedSubscriber, type FeedReport, type FeedWishes } from '../../server/finesse/feeds/subscriber';
import { createRestClient, type RestAnswer, type RestClient } from '../../server/finesse/rest/client';
import { createLoadMeter } from '../../server/finesse/rest/load-meter';
import type { Side } from '../../server/simulator/finesse/model';
import { type Finesse, startFinesse } from '../../server/simulator/finesse/pair';
import type { WorldSettingsInput } from '../../server/simulator/finesse/world/port';
import { createSystemTime } from '../../server/time/system-time';
import type { Session } from '../../server/xmpp/port';
import { openSession } from '../../server/xmpp/session';

const time = createSystemTime({ keepAlive: false });
const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
});

const world: WorldSettingsInput = {
  agents: 8,
  teamSize: 4,
  teams: ['Billing', 'Cards'],
  signedIn: 1,
  shareOnA: 1,
  rhythm: false,
  boshShare: 0,
  accounts: [
    { username: 'administrator', password: 'ad-min', role: 'administrator' },
    { username: 'holdfast-a', password: 'mon-a', role: 'supervisor', teams: ['Billing'] },
  ],
};
const profiles = ['pessimistic', 'generous'] as const;

async function start(more: WorldSettingsInput = {}): Promise<Finesse> {
  const finesse = await startFinesse({ world: { ...world, ...more } }, time);
  undo.push(() => {
    finesse.stop();
    expect(finesse.bugs()).toBe(0);
  });
  return finesse;
}

function rest(finesse: Finesse, side: Side, username = 'holdfast-a', password = 'mon-a'): RestClient {
  const { hostname: host, port } = new URL(finesse.sides[side].rest);
  const client = createRestClient({
    ...{ host, port: Number(port), trust: { ca: finesse.caPem }, username, password: secret(password), time },
    meter: createLoadMeter(defaultLoadBudget, time),
  });
  undo.push(() => client.close());
  return client;
}

function told<T>(answer: RestAnswer<T>): T | string {
  return answer.ok ? answer.value : answer.failure.condition;
}

interface SignedIn {
  session: Session;
  jid: string;
  facts: FeedFact[];
  /** Resolves with the next fact of that kind. */
  next(kind: FeedFact['kind']): Promise<FeedFact>;
}

async function signIn(finesse: Finesse, resource: string, side: Side = 'A'): Promise<SignedIn> {
  const { xmppDomain, restWebSocket, addresses } = finesse.sides[side];
  const facts: FeedFact[] = [];
  let waiting: { kind: string; tell(fact: FeedFact): void }[] = [];
  let online: (jid: string) => void = () => undefined;
  const jid = new Promise<string>((resolve) => {
    online = resolve;
  });
  const session = openSession(
    {
      wire: {
        address: { kind: 'websocket', url: restWebSocket ?? addresses.wss ?? '' },
        ...{ domain: xmppDomain, trust: { ca: finesse.caPem } },
      },
      ...{ username: 'holdfast-a', password: secret('mon-a'), resource, allowPlainWithoutTls: false },
    },
    {
      onOnline: (facts) => online(facts.jid),
      onPong: () => undefined,
      onStanza(stanza) {
        const read = readNotification(stanza, `pubsub.${xmppDomain}`);
        if (!read.ok) return;
        expect(read.notification.unread).toEqual([]);
        for (const fact of read.notification.facts) {
          facts.push(fact);
          const heard = waiting.filter((one) => one.kind === fact.kind);
          waiting = waiting.filter((one) => one.kind !== fact.kind);
          for (const { tell } of heard) tell(fact);
        }
      },
      onCertificate: () => undefined,
      onClosed: (failure) => online(`closed: ${failure?.condition}`),
    },
    time,
  );
  undo.push(() => session.destroy());
  const next = (kind: FeedFact['kind']): Promise<FeedFact> =>
    new Promise((resolve) => {
      waiting = [...waiting, { kind, tell: resolve }];
    });
  return { session, jid: await jid, facts, next };
}

describe.each(profiles)('REST, %s profile', (profile) => {
  test('a supervisor learns who they are and whom they lead, and is refused the rest without being stopped', async () => {
    const finesse = await start({ profile });
    const client = rest(finesse, 'A');
    expect(told(await client.systemInfo())).toMatchObject({
      ...{ status: 'IN_SERVICE', deploymentType: 'UCCE', authMode: 'NON_SSO' },
      ...{ xmppDomain: finesse.sides.A.xmppDomain, pubsubDomain: `pubsub.${finesse.sides.A.xmppDomain}` },
      ...{ secondary: { host: finesse.sides.B.host }, lastCtiHeartbeatStatus: 'SUCCESS' },
    });
    expect(told(await client.user('holdfast-a'))).toMatchObject({
      loginId: 'holdfast-a',
      leads: [{ name: 'Billing' }],
    });
    const team = told(await client.team('1'));
    expect(team).toMatchObject({ id: '1', name: 'Billing', skipped: 0 });
    expect(typeof team === 'string' ? [] : team.users.map((user) => user.state)).toHaveLength(4);
    expect(told(await client.users())).toBe('not-permitted');
    expect(told(await client.team('2'))).toBe('not-permitted');
    expect(told(await client.connectedUsers())).toBe('forbidden');
    expect(told(await client.readCounters('java.lang:type=Threading'))).toBe('forbidden');
    expect(told(await client.desktopConfig())).toMatchObject({ systemStatus: 'IN_SERVICE' });
    expect(client.isStopped()).toBe(false);
  });

  test('an administrator reads everything that the release has', async () => {
    const finesse = await start({ profile });
    const client = rest(finesse, 'A', 'administrator', 'ad-min');
    const users = told(await client.users());
    expect(typeof users === 'string' ? users : users.users.map((user) => user.teamName)).toHaveLength(8);
    expect(told(await client.configInfo())).toMatchObject({ version: '12.6(2)', totalUsers: 8 });
    expect(told(await client.maintenanceMode())).toMatchObject({ status: null, usersLoggedIn: { desktop: 8 } });
    expect(told(await client.reasonCodes())).toContainEqual(expect.objectContaining({ category: 'NOT_READY' }));
    const beans = told(await client.listCounters('openfire'));
    expect(beans).toContainEqual({
      mbean: expect.stringContaining('PubSub'),
      attributes: ['ExecutingTaskCount', 'QueuedTaskCount'],
    });
    for (const bean of typeof beans === 'string' ? [] : beans)
      expect(told(await client.readCounters(`openfire//${bean.mbean}`))).toMatchObject({});
    expect(told(await client.readCounters('java.lang:type=OperatingSystem', 'ProcessCpuLoad'))).toEqual({
      ProcessCpuLoad: expect.any(Number),
    });
  });

  test('who is connected comes inline or from a place of its own', async () => {
    const finesse = await start({ profile });
    const client = rest(finesse, 'A', 'administrator', 'ad-min');
    const summary = told(await client.connectedUsers());
    const detailed = profile === 'generous' ? summary : told(await client.connectedUsers('userDetails'));
    expect(summary).toMatchObject({ summary: { desktop: 8, total: 8 }, skipped: 0 });
    if (profile === 'pessimistic') expect(summary).toMatchObject({ users: null });
    const users = typeof detailed === 'string' ? [] : (detailed.users ?? []);
    expect(users).toHaveLength(8);
    expect(users[0]).toMatchObject({
      userType: 'DESKTOP',
      jid: expect.stringMatching(/@fin-a\.sim\.example\/desktop$/),
    });
  });

  test('the offset of its clock is found within half a round trip', async () => {
    const finesse = await start({ profile, finesse: { clockSkewMs: { A: 60_000, B: -3_000 } } });
    for (const [side, skew] of [
      ['A', 60_000],
      ['B', -3_000],
    ] as const) {
      const answer = await rest(finesse, side).systemInfo();
      if (!answer.ok || answer.value.currentTimestampMs === null) throw new Error('no time');
      const { sentAt, waitedMs, value } = answer;
      const { offsetMs, errorMs } = offsetOf({ sentAt, waitedMs, serverMs: value.currentTimestampMs ?? 0 });
      // the simulator and we share one clock, which both round to milliseconds
      expect(Math.abs(offsetMs - skew)).toBeLessThanOrEqual(errorMs + 1);
    }
  });

  test('out of service is told as such, and SystemInfo still says why', async () => {
    const finesse = await start({ profile, finesse: { ctiDetectionS: 0 } });
    const client = rest(finesse, 'A');
    expect(told(await client.user('holdfast-a'))).toMatchObject({ loginId: 'holdfast-a' });
    finesse.world.act({ do: 'stop', side: 'A', part: 'cti' });
    await expect.poll(() => finesse.world.side('A').rest()).toBe('out-of-service');
    expect(told(await client.team('1'))).toBe('out-of-service');
    expect(told(await client.systemInfo())).toMatchObject({
      ...{ status: 'OUT_OF_SERVICE', lastCtiHeartbeatStatus: 'FAILURE' },
    });
  });

  test('a wrong password is said once, and never locks the account', async () => {
    const finesse = await start({ profile });
    const wrong = rest(finesse, 'B', 'holdfast-a', 'guess');
    expect(told(await wrong.team('1'))).toBe('unauthorized');
    for (let i = 0; i < 6; i++) expect(told(await wrong.team('1'))).toBe('stopped');
    wrong.resume(secret('mon-a'));
    expect(told(await wrong.team('1'))).toMatchObject({ id: '1' });
  });
});

test('12.5 has neither ConnectedUsersInfo nor counters, and UCCX people have names for ids', async () => {
  const finesse = await start({ release: '12.5', deployment: { type: 'UCCX', standby: false } });
  const client = rest(finesse, 'A', 'administrator', 'ad-min');
  expect(told(await client.connectedUsers())).toBe('not-found');
  expect(told(await client.listCounters('tomcat'))).toBe('not-found');
  const users = told(await client.users());
  const [first] = typeof users === 'string' ? [] : users.users;
  expect(told(await client.user(first?.loginId ?? ''))).toMatchObject({ loginId: first?.loginId });
});

const wishesOf = (finesse: Finesse): FeedWishes => ({
  systemInfo: true,
  teams: finesse.world.teams().map(({ id, members }) => ({ id, members })),
});
const subscribe = (
  finesse: Finesse,
  { session, jid }: SignedIn,
  wishes = wishesOf(finesse),
  isOurs?: () => boolean,
) => {
  const subscriber = createFeedSubscriber(wishes, { time, ...(isOurs === undefined ? {} : { isOurs }) });
  const report = subscriber.attach(session, jid, `pubsub.${finesse.sides.A.xmppDomain}`);
  return { subscriber, report };
};
const summaryOf = (report: FeedReport | null) =>
  report === null ? null : { teams: Object.fromEntries(report.teams), ...report.stale };

describe.each(profiles)('feeds, %s profile', (profile) => {
  test('team feeds are granted, or user feeds tried where they are refused', async () => {
    const finesse = await start({ profile });
    const { report } = subscribe(finesse, await signIn(finesse, 'holdfast-ws-1'));
    const its = await report;
    const second = profile === 'generous' ? 'team-feed' : 'none';
    expect(summaryOf(its)).toEqual({ teams: { 1: 'team-feed', 2: second }, found: 0, removed: 0 });
    const statuses = [...(its?.feeds.values() ?? [])].map((s) => (s.kind === 'refused' ? s.condition : s.kind)).sort();
    expect(statuses).toEqual(
      profile === 'generous'
        ? ['granted', 'granted', 'granted']
        : ['forbidden', 'forbidden', 'forbidden', 'forbidden', 'granted', 'granted', 'not-tried'],
    );
  });

  test.each(['UCCE', 'UCCX'] as const)('a change of state arrives as a fact, %s', async (type) => {
    const deployment = type === 'UCCE' ? { type, load: 0 as const } : { type, standby: false };
    const finesse = await start({ profile, deployment });
    const signedIn = await signIn(finesse, 'holdfast-ws-1');
    await subscribe(finesse, signedIn).report;
    const loginId = finesse.world.teams()[0]?.members[1] ?? '';
    const fact = signedIn.next('user');
    const before = finesse.world.side('A').user(loginId)?.state;
    const state = before === 'READY' ? 'NOT_READY' : 'READY';
    expect(finesse.world.act({ do: 'set-state', who: { loginId }, state })).toMatchObject({ ok: true });
    expect(await fact).toMatchObject({
      ...{ kind: 'user', name: { kind: 'team', teamId: '1' }, method: 'PUT', storedAt: null },
      user: { loginId, state, stateChangeMs: expect.any(Number), roles: [], teamId: null },
    });
  });

  test('what a session left behind is found and removed by the next one, and only that', async () => {
    const finesse = await start({ profile });
    const first = await signIn(finesse, 'holdfast-old');
    await subscribe(finesse, first).report;
    const stranger = await signIn(finesse, 'desk');
    const strangers = subscribe(finesse, stranger, { systemInfo: true, teams: [] }, () => false);
    expect(await strangers.report.then(summaryOf)).toMatchObject({ found: 0 });
    first.session.destroy();
    const next = await signIn(finesse, 'holdfast-new');
    const { subscriber, report } = subscribe(finesse, next);
    const feeds = profile === 'generous' ? 3 : 2;
    expect(await report.then(summaryOf)).toMatchObject({ found: feeds, removed: feeds });
    expect(await subscriber.check().then(summaryOf)).toMatchObject({ found: 0, removed: 0 });
    expect(await strangers.subscriber.check().then((r) => r?.feeds.get('/finesse/api/SystemInfo')?.kind)).toBe(
      'granted',
    );
  });

  test('after a reconnect under the same name everything is there once', async () => {
    const finesse = await start({ profile });
    const first = await signIn(finesse, 'holdfast-ws-1');
    const { subscriber, report } = subscribe(finesse, first);
    const listed = (await report)?.listed ?? 0;
    first.session.destroy();
    subscriber.detach();
    expect(await subscriber.check()).toBeNull();
    const again = await signIn(finesse, 'holdfast-ws-1');
    const renewed = await subscriber.attach(again.session, again.jid, `pubsub.${finesse.sides.A.xmppDomain}`);
    const feeds = profile === 'generous' ? 3 : 2;
    expect([renewed?.listed, renewed?.stale.found]).toEqual([listed + feeds, 0]);
    expect(await subscriber.check().then((r) => r?.listed)).toBe(listed + feeds);
    await subscriber.wish({ systemInfo: true, teams: [] });
    expect(await subscriber.check().then((r) => r?.listed)).toBe(listed + 1);
  });

  test('who leaves in good order leaves nothing behind', async () => {
    const finesse = await start({ profile });
    const first = await signIn(finesse, 'holdfast-ws-1');
    const { subscriber, report } = subscribe(finesse, first);
    await report;
    await subscriber.leave();
    const after = await subscribe(finesse, await signIn(finesse, 'holdfast-ws-2'), { systemInfo: false, teams: [] })
      .report;
    expect(after?.stale.found).toBe(0);
  });

  test('a session that ends meanwhile is answered with nothing', async () => {
    const finesse = await start({ profile });
    const signedIn = await signIn(finesse, 'holdfast-ws-1');
    const { subscriber, report } = subscribe(finesse, signedIn);
    signedIn.session.destroy();
    subscriber.detach();
    expect(await report).toBeNull();
  });
});

test('SystemInfo is told when the side goes out of service', async () => {
  const finesse = await start();
  const signedIn = await signIn(finesse, 'holdfast-ws-1');
  await subscribe(finesse, signedIn).report;
  const fact = signedIn.next('system-info');
  finesse.world.act({ do: 'maintenance', side: 'A', on: true });
  expect(await fact).toMatchObject({ kind: 'system-info', info: { finesseMaintenance: 'IN_PROGRESS' } });
});

test('events that the server publishes late are measured as late, whatever its clock says', async () => {
  const finesse = await start({ finesse: { clockSkewMs: { A: 60_000, B: 0 } } });
  const client = rest(finesse, 'A');
  const answer = await client.systemInfo();
  if (!answer.ok) throw new Error(answer.failure.condition);
  const { sentAt, waitedMs, value } = answer;
  const offset = offsetOf({ sentAt, waitedMs, serverMs: value.currentTimestampMs ?? 0 });
  const signedIn = await signIn(finesse, 'holdfast-ws-1');
  await subscribe(finesse, signedIn).report;
  const delays = createEventDelays();
  const loginId = finesse.world.teams()[0]?.members[1] ?? '';
  const change = async () => {
    const heard = signedIn.next('user');
    const state = finesse.world.side('A').user(loginId)?.state === 'READY' ? 'NOT_READY' : 'READY';
    finesse.world.act({ do: 'set-state', who: { loginId }, state });
    const fact = await heard;
    if (fact.kind !== 'user') throw new Error(fact.kind);
    const event = { stateChangeMs: fact.user.stateChangeMs, arrivedAt: time.now(), stored: fact.storedAt !== null };
    return delays.measure(loginId, event, offset);
  };
  expect(await change()).toEqual({ measured: false, why: 'first-event' });
  finesse.world.act({ do: 'publish-delay', side: 'A', delayS: 0.3 });
  const verdict = await change();
  if (!verdict.measured) throw new Error(verdict.why);
  expect(verdict.delayMs + verdict.errorMs).toBeGreaterThanOrEqual(299);
  // not the minute by which the clocks differ
  expect(verdict.delayMs).toBeLessThan(50_000);
});
