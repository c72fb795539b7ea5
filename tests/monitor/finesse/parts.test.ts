/** The small decisions of a server's watch: sites, profiles, facts, delays, minutes, nights, polls and the freshness of feeds. */
import { expect, test } from 'vitest';
import type { FactSource } from '../../../server/contract';
import { readNotification } from '../../../server/finesse/feeds/notification';
import { createRestClient } from '../../../server/finesse/rest/client';
import { createLoadMeter } from '../../../server/finesse/rest/load-meter';
import { createDelayWindow } from '../../../server/monitor/finesse/delay-window';
import { sourceOf, stateOf } from '../../../server/monitor/finesse/evidence-of';
import { installationOf, isSettled, learnedOf } from '../../../server/monitor/finesse/installation';
import { usersOfSide } from '../../../server/monitor/finesse/listed';
import { createMinuteBook } from '../../../server/monitor/finesse/minute-book';
import { nextNightly } from '../../../server/monitor/finesse/nightly';
import { censusOf, mergedProfile, personOf, profileOf } from '../../../server/monitor/finesse/people';
import { createPeopleReader } from '../../../server/monitor/finesse/people-reader';
import { createPoll } from '../../../server/monitor/finesse/poll';
import { nothingKnown } from '../../../server/monitor/finesse/port';
import { asEvent, changedFields, checksOf, factsOf, isDeaf } from '../../../server/monitor/finesse/server-facts';
import { createSideFeeds } from '../../../server/monitor/finesse/side-feeds';
import { siteOf } from '../../../server/monitor/finesse/site-of';
import { createVirtualTime } from '../../../server/time/virtual-time';
import { DOMAIN, info, START, teamEvent, user } from './fake-side';

const where = {
  nodeKey: 'a',
  side: 'A',
  release: '12.6',
  offset: { offsetMs: 60_000, errorMs: 5, at: START },
} as const;
const connected = (loginId: string, jid: string | null, connectedHost: string | null = null) => ({
  ...{ loginId, jid, connectedHost, userType: 'DESKTOP', teamName: null, extension: null },
  ...{ firstName: null, lastName: null, connectedDurationS: 1 },
});

test('the first rule that fits gives the site, and what is in no rule has none', () => {
  const rules = [
    { site: 'Lyon', teams: ['billing'], extensions: [], loginIds: [] },
    { site: 'Porto', teams: [], extensions: [{ from: '1000', to: '1999' }], loginIds: ['anna.k'] },
  ];
  const seat = { loginId: '7', teamId: '3', teamName: 'Orders', extension: null };
  expect(siteOf(rules, { ...seat, teamName: 'Billing', extension: '1500' })).toBe('Lyon');
  expect(siteOf(rules, { ...seat, extension: '1999' })).toBe('Porto');
  expect(siteOf(rules, { ...seat, extension: '01999' })).toBeNull();
  expect(siteOf(rules, { ...seat, loginId: 'Anna.K' })).toBe('Porto');
  expect(siteOf(rules, seat)).toBeNull();
});

test('a team of monitors alone is nobody’s, and a user without a team is no agent', () => {
  const people = [user('1001'), user('mon', { teamId: '9' }), user('boss', { teamId: null })].flatMap(
    (u) => personOf(u) ?? [],
  );
  const census = censusOf(people, [], new Set(['mon']));
  expect(census.teams.map((team) => team.id)).toEqual(['1']);
  expect(census.entries.map((entry) => entry.loginId)).toEqual(['1001']);
});

test('an extension outlives the sign-off', () => {
  const profile = (extension: string) =>
    profileOf({ user: user('1', { extension }), teamId: '1', teamName: 'Billing' }, []);
  expect(mergedProfile(profile('26021'), profile('')).extension).toBe('26021');
});

test('a state is told with the server’s stamp and the offset of its clock, and a logout by choice by its empty extension', () => {
  const read = readNotification(
    teamEvent(
      '1',
      '<loginId>7</loginId><state>LOGOUT</state><extension/><stateChangeTime>2026-11-03T09:00:00.000Z</stateChangeTime>',
    ),
    `pubsub.${DOMAIN}`,
  );
  const fact = read.ok ? read.notification.facts[0] : undefined;
  if (fact?.kind !== 'user') throw new Error('no user');
  expect(stateOf(fact.user, 'team-feed', where, START)).toMatchObject({
    ...{ state: 'LOGOUT', extension: '', serverAt: START, clockOffsetMs: 60_000, code: null, side: 'A' },
  });
  const source: FactSource = sourceOf('team-feed', where, START, { serverAt: START, reference: fact.itemId });
  expect(source).toMatchObject({ reference: 'i-1', offsetMs: 60_000, offsetErrorMs: 5, release: '12.6' });
});

test('facts are told by the fields that changed; what an event leaves out stands', () => {
  const told = info({ ctiServers: [{ host: 'cti-a', connectedDurationS: 1, active: true }] });
  const facts = factsOf(told, '12.6');
  expect(changedFields(null, facts)).toEqual([]);
  const event = asEvent(factsOf(info({ status: 'OUT_OF_SERVICE', xmppDomain: null }), '12.6'), facts);
  expect(changedFields(facts, event)).toEqual(['status']);
  expect(checksOf(info({ lastCtiHeartbeatStatus: null }), START, 'x').map((c) => c.rung)).toEqual(['system-info']);
  expect(isDeaf(facts, null)).toBe(false);
  expect(isDeaf(facts, false)).toBe(true);
  expect(isDeaf(null, null)).toBe(false);
});

test('a list of both sides is cut to its own by the JID’s domain, or else by the host', () => {
  const all = [
    connected('1', `1@${DOMAIN}/desktop`),
    connected('2', '2@fin-b.example/desktop'),
    connected('3', null, 'fin-a.example'),
    connected('4', null, 'fin-b.example'),
  ];
  expect([...usersOfSide(all, { domain: DOMAIN, host: 'FIN-A.example' }).keys()]).toEqual(['1', '3']);
});

test('how late events are follows the worst of five minutes, in whole seconds', () => {
  const window = createDelayWindow();
  expect(window.add(0, 40, 10)).toBe(false);
  expect(window.add(1_000, 2_300, 10)).toBe(true);
  expect(window.delayMs).toBe(3_000);
  expect(window.add(2_000, 2_100, 10)).toBe(false);
  expect(window.look(302_500)).toBe(true);
  expect(window.delayMs).toBe(0);
});

test('a minute has every request, and the spread of the delays', () => {
  const book = createMinuteBook(0);
  const exchange = {
    what: 'Users',
    method: 'GET',
    path: '',
    startedAt: 0,
    tookMs: 1.23456,
    bytes: 9,
    failure: null,
  } as const;
  book.exchanged({ ...exchange, status: 200 });
  book.exchanged({ ...exchange, status: null });
  for (let i = 1; i <= 20; i++) book.delayed(i, i === 3 ? 7 : 1);
  expect(book.close(60_000, null)).toMatchObject({
    requests: [{ what: 'Users', status: 200, tookMs: 1.235, bytes: 9 }, { status: 0 }],
    eventDelay: { count: 20, p50Ms: 10, p95Ms: 19, maxMs: 20, errorMs: 7 },
  });
  expect(book.close(120_000, null)).toEqual({
    ...{ from: 60_000, requests: [], connectedUsers: null, performance: null, eventDelay: null, offset: null },
  });
});

test('the directory is read at night, once', () => {
  const first = nextNightly(START, 0.5);
  expect(new Date(first).getHours()).toBe(3);
  expect(first).toBeGreaterThan(START);
  expect(nextNightly(first, 0.5) - first).toBeGreaterThan(20 * 3_600_000);
});

test('a poll never asks twice at once, and not again when it was told not to', async () => {
  const time = createVirtualTime(START);
  const asked: number[] = [];
  const poll = createPoll(time, async () => {
    asked.push((time.now() - START) / 1000);
    await new Promise<void>((resolve) => void time.after(1_000, resolve));
    return asked.length < 4 ? 10_000 : null;
  });
  poll.now();
  await time.advance(500);
  poll.now();
  await time.advance(60_000);
  expect(asked).toEqual([0, 1, 12, 23]);
});

test('a feed that is not proven in time is shown as such, and comes back with the next proof', async () => {
  const time = createVirtualTime(START);
  const log: string[] = [];
  const second = () => (time.now() - START) / 1000;
  const feeds = createSideFeeds({
    ...{ side: 'A', time },
    // of the run before
    known: [{ feed: 'team-feed', fresh: true, since: START - 1, why: null }],
    watch: {
      fresh: () => log.push(`${second()} fresh`),
      proven: (_side, _feed, until) => log.push(`${second()} proven until ${(until - START) / 1000}`),
      stale: () => log.push(`${second()} stale`),
    },
    say: (fact) => fact.type === 'feed-changed' && log.push(`${second()} shown ${fact.state.fresh}: ${fact.state.why}`),
  });
  feeds.prove('presence', START + 1);
  feeds.begin('presence', START, START + 12_000);
  await time.advance(20_000);
  feeds.prove('presence', START + 32_000);
  feeds.end('presence', time.now(), 'gone');
  feeds.end('presence', time.now(), 'gone');
  expect(log).toEqual([
    ...[
      '0 shown false: not heard yet',
      '0 fresh',
      '0 shown true: null',
      '12.001 shown false: no sign that nothing is missing',
    ],
    ...['20 proven until 32', '20 shown true: null', '20 stale', '20 shown false: gone'],
  ]);
});

test('nothing is denied before a side was heard; a list that answers proves its release', () => {
  expect(isSettled(nothingKnown)).toBe(false);
  const side = { ...nothingKnown, side: 'A', agentFeeds: true, presence: false, connectedUsers: true } as const;
  const told = { ...side, authMode: 'HYBRID', deployment: 'UCCE' };
  expect(isSettled(told)).toBe(true);
  const installation = installationOf([told], 1, 'unproven', false);
  expect(installation).toMatchObject({ release: '12.6', sso: true, deployment: { type: 'UCCE', load: 1 } });
  expect(learnedOf(installation, [told])).toMatchObject({ release: null, promise: { warning: 'inferred' } });
  expect(installationOf([{ ...told, deployment: 'UCCX' }], 1, 'unproven', false).deployment).toEqual({ type: 'UCCX' });
});

test('fifty teams are read within the budget, and leave room for what watches the server', async () => {
  const time = createVirtualTime(START);
  const meter = createLoadMeter({ requestsPerMinute: 60, bytesPerMinute: 1_000_000 }, time);
  const leads = Array.from({ length: 50 }, (_, i) => ({ id: `${i}`, name: null }));
  const timing = { sentAt: START, waitedMs: 1, tookMs: 1 };
  let most = 0;
  const take = () => {
    meter.take();
    most = Math.max(most, meter.load().requests);
  };
  const base = createRestClient({
    ...{ host: 'x', port: 1, trust: {}, username: 'm', password: { reveal: () => '', toJSON: () => '' }, meter, time },
  });
  const rest = {
    ...base,
    async user() {
      take();
      return { ok: true as const, value: user('m', { leads }), ...timing };
    },
    async team(id: string) {
      take();
      return { ok: true as const, value: { id, name: null, users: [user(`u${id}`)], skipped: 0 }, ...timing };
    },
  };
  const read = createPeopleReader({ rest, admin: null, username: 'm', host: 'x', meter, time, moreTeams: () => [] })();
  await time.advance(120_000);
  expect((await read).people).toHaveLength(50);
  expect(most).toBeLessThanOrEqual(36);
});
