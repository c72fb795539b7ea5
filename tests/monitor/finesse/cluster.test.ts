/** What the watch of a cluster does with accounts, sessions, feeds and gaps, played by hand. */
import { expect, test } from 'vitest';
import type { Fact, Failure } from '../../../server/contract';
import { DOMAIN, info, play, presenceOf, serverConfig, teamEvent, user } from './fake-side';

const KEY = 'fin/a/websocket';
const JID = `holdfast-a@${DOMAIN}/holdfast-ws`;
const refusal: Failure = { kind: 'auth', condition: 'not-authorized', phase: 'sasl', text: null };
const timedOut: Failure = { kind: 'timeout', condition: 'ping-timeout', phase: 'online', text: null };

type Played = ReturnType<typeof play>;

async function online(played: Played, key = KEY) {
  await played.time.advance(100);
  const session = played.session();
  played.listener(key).online(session, JID);
  await played.time.advance(100);
  return session;
}

function last<T extends Fact['type']>(played: Played, type: T): Extract<Fact, { type: T }> | undefined {
  return played.events.findLast((e): e is Extract<Fact, { type: T }> => e.type === type);
}

test('it reads the directory, subscribes the teams, and asks how everybody is', async () => {
  const played = play();
  const session = await online(played);
  expect(session.feeds).toEqual(['/finesse/api/SystemInfo', '/finesse/api/Team/1/Users']);
  expect(last(played, 'feeds-subscribed')).toMatchObject({ nodeKey: 'a', grants: { granted: 2, refused: [] } });
  expect(last(played, 'directory-read')).toMatchObject({
    teams: [{ id: '1', name: 'Billing', cover: 'team-feed' }],
    ...{ agents: 2, complete: true, missing: [] },
  });
  expect(played.told).toEqual([
    { loginId: '1001', what: 'rest READY' },
    { loginId: '1002', what: 'rest READY' },
  ]);
  const facts = last(played, 'server-facts-changed')?.facts;
  expect(facts).toMatchObject({ status: 'IN_SERVICE', release: '12.6(2)', xmppDomain: DOMAIN });
});

test('our own accounts are nobody, in lists and in events', async () => {
  const played = play();
  await online(played);
  played.listener(KEY).stanza(teamEvent('1', '<loginId>HOLDFAST-A</loginId><state>READY</state>'));
  played.listener(KEY).stanza(teamEvent('1', '<loginId>1001</loginId><state>TALKING</state>'));
  expect(played.told.slice(2)).toEqual([{ loginId: '1001', what: 'team-feed TALKING' }]);
});

test('an event tells of somebody new, of a move to another team, and of a leave', async () => {
  const played = play();
  await online(played);
  const { log, listener } = played;
  log.length = 0;
  listener(KEY).stanza(teamEvent('1', '<loginId>1009</loginId><firstName>New</firstName><state>LOGOUT</state>'));
  listener(KEY).stanza(teamEvent('2', '<loginId>1001</loginId><state>READY</state>'));
  listener(KEY).stanza(teamEvent('1', '<loginId>1001</loginId>', 'DELETE'));
  listener(KEY).stanza(teamEvent('1', '<loginId>1002</loginId>', 'DELETE'));
  expect(log.filter((line) => line.includes('listed')).map((line) => line.replace(/^\S+ /, ''))).toEqual([
    'listed 1009 more',
    'listed 1001 more',
    'unlisted 1002',
  ]);
});

test('what somebody else sends is ignored, whatever it looks like', async () => {
  const played = play();
  await online(played);
  const forged = teamEvent('1', '<loginId>1001</loginId><state>LOGOUT</state>');
  forged.attrs.from = `mallory@${DOMAIN}/x`;
  played.listener(KEY).stanza(forged);
  expect(played.told).toHaveLength(2);
});

test('one 401 stops the account on both surfaces, until somebody says that it is right', async () => {
  const played = play({ says: { own: 'unauthorized' } });
  await played.time.advance(200_000);
  expect(played.log.filter((line) => line.includes('add'))).toEqual([]);
  expect(played.asked.filter((line) => /^holdfast-a (?!System|Desktop)/.test(line))).toHaveLength(1);
  expect(last(played, 'account-changed')).toMatchObject({ account: { role: 'administrator', status: 'accepted' } });
  const refused = played.events.find((e) => e.type === 'account-changed' && e.account.status === 'refused');
  expect(refused).toMatchObject({ account: { role: 'monitor', condition: '401', surface: 'rest' } });
  expect(last(played, 'directory-read')?.missing.join()).toMatch(/refuses holdfast-a/);
  played.says.own = user('holdfast-a', { teamId: null });
  expect(played.cluster.retry('a')).toBeNull();
  await played.time.advance(1_000);
  expect(played.log.some((line) => line.endsWith(`add ${KEY}`))).toBe(true);
  expect(played.cluster.retry('a')).toMatch(/No account/);
  expect(played.cluster.retry('b')).toMatch(/no Finesse server fin\/b/);
});

test('a refusal by XMPP stops REST and the other sessions of the account', async () => {
  const played = play({ doors: 3 });
  await played.time.advance(100);
  played.listener(KEY).failed(refusal);
  const { log } = played;
  expect(log.some((line) => line.endsWith('holdfast-a REST stopped'))).toBe(true);
  for (const kind of ['websocket', 'bosh', 'tcp'])
    expect(log.some((line) => line.endsWith(`stop fin/a/${kind} refused`))).toBe(true);
  const asked = played.asked.length;
  await played.time.advance(120_000);
  expect(played.asked.slice(asked).filter((line) => line.startsWith('holdfast-a S'))).toEqual([]);
  expect(last(played, 'account-changed')).toMatchObject({ account: { status: 'refused', surface: 'xmpp' } });
});

test('a password that is changed under us ends the session as well', async () => {
  const played = play();
  await online(played);
  played.says.info = 'unauthorized';
  await played.time.advance(21_000);
  expect(played.log.some((line) => line.endsWith(`stop ${KEY} refused`))).toBe(true);
});

test('while nobody has said that the password is right, one session tries it', async () => {
  const played = play({ doors: 3, says: { own: 'out-of-service' } });
  await played.time.advance(100);
  expect(played.log.filter((line) => line.includes(' add '))).toHaveLength(1);
  await online(played);
  expect(played.log.filter((line) => line.includes(' add '))).toHaveLength(3);
});

test('without an administrator the teams that are led are read, and the screen says what is missing', async () => {
  const says = { teams: { 1: [user('1001', { teamId: null }), user('1002', { teamId: null })] } };
  const played = play({ servers: [serverConfig('A', { administrator: null })], says });
  await online(played);
  const read = last(played, 'directory-read');
  expect(read).toMatchObject({ agents: 2, complete: true, teams: [{ id: '1', name: 'Team 1', cover: 'team-feed' }] });
  expect(read?.missing).toEqual([expect.stringMatching(/^No administrator account is given for fin-a\.example/)]);
});

test('where no feed of a team is granted its states are not told, and the screen says so', async () => {
  const played = play({ says: { refusedFeeds: /Team|User/ } });
  await online(played);
  expect(played.told).toEqual([]);
  expect(last(played, 'directory-read')?.missing.join()).toMatch(/No feed of team Billing is granted/);
  expect(played.log.some((line) => line.includes('fresh A team-feed'))).toBe(false);
});

test('a lost session makes its feeds stale with the reason, and the next one begins with a new picture', async () => {
  const played = play();
  await online(played);
  played.told.length = 0;
  played.listener(KEY).offline(timedOut);
  expect(last(played, 'feed-changed')).toMatchObject({ state: { fresh: false } });
  const states = played.events.flatMap((e) => (e.type === 'feed-changed' ? [e.state] : []));
  expect(states.findLast((s) => s.feed === 'team-feed')).toMatchObject({
    fresh: false,
    why: 'session lost: ping timeout',
  });
  await online(played);
  expect(played.log.filter((line) => line.endsWith('fresh A team-feed'))).toHaveLength(2);
  expect(played.told.map((t) => t.what)).toEqual(['rest READY', 'rest READY']);
});

test('when the session that subscribes goes, another one that is online takes over', async () => {
  const played = play({ doors: 2 });
  await online(played);
  const second = played.session();
  played.listener('fin/a/bosh').online(second, `${JID}-2`);
  await played.time.advance(100);
  expect(second.feeds).toEqual([]);
  played.listener(KEY).offline(timedOut);
  await played.time.advance(100);
  expect(second.feeds).toContain('/finesse/api/Team/1/Users');
  const rungs = last(played, 'readiness-changed')?.rungs.find((r) => r.rung === 'xmpp-session');
  expect(rungs?.status).toBe('good');
});

test('our own stall is not the server’s: all begins anew once the session proves to live', async () => {
  const played = play();
  await online(played);
  const { log, time } = played;
  log.length = 0;
  played.told.length = 0;
  const at = time.now();
  const stalled = { type: 'observer-stalled', at, fromMs: at - 5_000, toMs: at, reason: 'suspended' } as const;
  played.publish({ ...stalled, observerId: 'local', eventId: 'e', v: 1 });
  expect(log.map((line) => line.replace(/^\S+ /, ''))).toEqual(expect.arrayContaining(['blind', 'stale A team-feed']));
  played.listener(KEY).alive(at);
  await time.advance(100);
  expect(log.at(-1)).toMatch(/fresh A team-feed|listed/);
  expect(played.told).toHaveLength(2);
});

test('out of service, in maintenance or without finesse@ a side counts no grace', async () => {
  const played = play();
  await online(played);
  const deaf = () => played.log.filter((line) => line.includes('deaf')).map((line) => line.replace(/^\S+ /, ''));
  played.listener(KEY).stanza(presenceOf('finesse'));
  played.listener(KEY).stanza(presenceOf('finesse', 'unavailable'));
  expect(deaf()).toEqual(['deaf A true']);
  played.listener(KEY).stanza(presenceOf('finesse'));
  played.says.info = info({ finesseMaintenance: 'IN_PROGRESS' });
  await played.time.advance(21_000);
  played.says.info = info({ status: 'OUT_OF_SERVICE' });
  await played.time.advance(21_000);
  played.says.info = info();
  await played.time.advance(21_000);
  expect(deaf()).toEqual(['deaf A true', 'deaf A false', 'deaf A true', 'deaf A false']);
});

test('back in service, everybody’s state is asked for again', async () => {
  const played = play();
  await online(played);
  played.says.info = info({ status: 'OUT_OF_SERVICE' });
  await played.time.advance(21_000);
  played.told.length = 0;
  played.says.info = info();
  await played.time.advance(21_000);
  expect(played.told).toHaveLength(2);
});

test('single sign-on leaves REST, and the screen says what would help', async () => {
  const played = play({ says: { own: 'unauthorized', info: info({ authMode: 'SSO' }) } });
  await played.time.advance(60_000);
  expect(played.log.some((line) => line.includes(' add '))).toBe(false);
  expect(last(played, 'directory-read')?.missing.join()).toMatch(/by SSO.*without single sign-on/);
});

test('it leaves nothing behind, and tells what changed only', async () => {
  const played = play();
  const session = await online(played);
  await played.time.advance(60_000);
  const facts = played.events.filter((e) => e.type === 'server-facts-changed').length;
  const minutes = played.events.filter((e) => e.type === 'server-minute-counted');
  expect(minutes).toHaveLength(1);
  await played.time.advance(60_000);
  expect(played.events.filter((e) => e.type === 'server-facts-changed')).toHaveLength(facts);
  const stopping = played.cluster.stop();
  await played.time.advance(2_000);
  await stopping;
  const asked = played.asked.length;
  await played.time.advance(60_000);
  expect(played.asked).toHaveLength(asked);
  expect(session.sent.filter((line) => line.includes('unavailable'))).toEqual([]);
});

test('an account that may subscribe to nothing is no outage of the server', async () => {
  const played = play({ says: { refusedFeeds: /./ } });
  await online(played);
  played.listener(KEY).stanza(presenceOf('finesse'));
  await played.time.advance(60_000);
  expect(last(played, 'feeds-subscribed')?.grants.granted).toBe(0);
  expect(played.events.filter((e) => e.type === 'outage-changed')).toEqual([]);
  const rung = last(played, 'readiness-changed')?.rungs.find((r) => r.rung === 'feed-events');
  expect(rung?.status).toBe('unknown');
});

test('every ten minutes it looks whether the feeds are still there, and asks for everybody only when one was lost', async () => {
  const played = play();
  const session = await online(played);
  const users = () => played.asked.filter((line) => line === 'chief Users').length;
  const before = users();
  await played.time.advance(1_250_000);
  expect(users()).toBe(before);
  session.feeds.length = 0;
  await played.time.advance(600_000);
  expect(session.feeds).toContain('/finesse/api/Team/1/Users');
  expect(users()).toBe(before + 1);
});
