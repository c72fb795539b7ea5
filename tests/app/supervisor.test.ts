/** Who leads one team is told of nobody else: every event of a busy quarter of an hour that their topics carry, every answer and every page. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isValidElement } from 'react';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  type Fact,
  type Incident,
  incidentFor,
  type Recorded,
  topicPatternsOf,
  type Viewer,
  wallFigures,
} from '#contract';
import { createIncidentFacts } from '../../server/alert/incident-facts';
import { createEventBus } from '../../server/events/bus';
import { userFeed } from '../../server/finesse/feeds/names';
import { allowsTopic } from '../../server/live/ticket';
import { createTopicLogs } from '../../server/live/topic-logs';
import { grantsOf } from '../../server/monitor/finesse/feed-keeper';
import { createRecorder } from '../../server/record/recorder';
import { migrate } from '../../server/store/migrate';
import { openStore } from '../../server/store/open';
import { createVirtualTime } from '../../server/time/virtual-time';
import { type Watched, watchScenario } from '../presence-stories/watch';
import { root } from '../support/e2e-process';
import { deliveryOf, incidentOf } from '../support/outage-facts';

const asking = vi.hoisted(() => ({ viewer: null as Viewer | null }));
vi.mock('../../app/lib/viewer', () => ({ viewerOf: async () => asking.viewer }));
vi.mock('../../app/lib/audit', () => ({ auditView: async () => undefined, auditExport: async () => undefined }));
vi.mock('next/headers', () => ({ headers: async () => new Headers() }));
vi.mock('react', async (original) => ({ ...(await original<typeof import('react')>()), cache: <T>(run: T) => run }));

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
type Person = ReturnType<Watched['world']['agents']>[number];

let story: { batches: { topic: string; events: readonly Recorded[] }[]; end: number };
let people: { mine: Person[]; others: Person[] };
let incidents: Incident[];
/** Of other teams. */
let teams: string;
let folder = '';

/** The VPN of a site drops, then lids are closed; one side refuses feeds of agents, and another team changes meanwhile. */
beforeAll(async () => {
  const w = await watchScenario('site-vpn-drops', 'pessimistic', {
    ...{ agents: 60, teamSize: 6, lastsS: 240, rhythm: true, callS: 30 },
    also: [[130, (pair) => pair.world.act({ do: 'close', who: { connected: true, count: 12, as: 'leaving' } })]],
  });
  const share = w.told.groupsOfTeams()[0];
  const teamId = w.told.groupsOfTeams().find((g) => g.size < 6)?.teamId ?? share?.teamId ?? '';
  const teamOf = new Map(w.told.of('agent-listed').map((e) => [e.loginId, e.teamId]));
  const all = w.world.agents();
  const isMine = (p: Person) => teamOf.get(p.loginId) === teamId;
  people = { mine: all.filter(isMine), others: all.filter((p) => !isMine(p)) };
  asking.viewer = {
    ...{ id: 's', actor: 'sam@example.org', name: 'Sam', role: 'supervisor', via: 'sign-in' },
    teams: [{ clusterKey: 'sim', teamId }],
  };
  teams = [...new Set(teamOf.values())].flatMap((t) => (t === teamId ? [] : [`sim/${t}`])).join(',');
  incidents = incidentsOf(w);
  story = await recorded(w);
}, 60_000);

afterAll(async () => {
  await (await globalThis.holdfastReadStore)?.close();
  vi.unstubAllEnvs();
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** As the rules make them: a group over several teams, one of another team alone, and one of a server. */
function incidentsOf(w: Watched): Incident[] {
  const [group] = w.told.groups();
  const names = new Map(w.told.of('agent-listed').map((e) => [e.teamId, e.profile.teamName]));
  const shares = w.told.groupsOfTeams().flatMap(({ id, teamId, size }) => {
    return teamId !== null && id === group?.id ? [{ teamId, name: names.get(teamId) ?? '', agents: size }] : [];
  });
  const at = w.startMs + 60_000;
  const base = incidentOf({ clusterKey: 'sim', firstSignAt: at, openedAt: at, resolved: null, status: 'open' });
  const nothing = { servers: [], transports: [] };
  const ofTeams = (teams: typeof shares) => {
    const agents = teams.reduce((sum, t) => sum + t.agents, 0);
    return { ...{ nodeKey: null, side: null }, affected: { ...nothing, teams, agents, agentsAtMost: agents } };
  };
  const [mine] = asking.viewer?.teams ?? [];
  const foreign = shares.filter((s) => s.teamId !== mine?.teamId).slice(0, 1);
  const title = `${group?.size} agents lost their connection together (site Lyon)`;
  return [
    { ...base, ...ofTeams(shares), id: 'group', kind: 'group-disconnect', subject: `group sim ${group?.id}`, title },
    {
      ...base,
      ...ofTeams(foreign),
      id: 'foreign',
      kind: 'team-out',
      title: `${foreign[0]?.name}: 3 of 6 agents are out`,
    },
    // a group over several teams was merged into it
    { ...base, id: 'server', nodeKey: 'node-a', affected: { ...ofTeams(shares).affected, servers: ['sim/node-a'] } },
  ];
}

/** What the recorder commits and the gateway then streams, with the database that it leaves behind. */
async function recorded({ told, time: played }: Watched): Promise<typeof story> {
  const end = played.now();
  folder = mkdtempSync(join(tmpdir(), 'holdfast-supervisor-'));
  const url = `file:${join(folder, 'holdfast.db')}`;
  await migrate(url);
  const time = createVirtualTime(end);
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const store = await openStore(url);
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });
  const logs = createTopicLogs('e', 0, {
    ...{ perTopic: { events: 1e6, bytes: 1e9 }, perCluster: { events: 1e6, bytes: 1e9 }, totalBytes: 1e9 },
  });
  recorder.onCommitted((events) => logs.take(events));
  await recorder.start();
  const facts = createIncidentFacts();
  const more: Fact[] = incidents.flatMap((i) => facts(i, end));
  for (const fact of [...told.facts, ...more, viewed(end)]) bus.publish(fact);
  await recorder.stop();
  await store.alerts.saveChange({
    incidents,
    deliveries: [deliveryOf({ incidentId: 'group' })],
  });
  await store.close();
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('DATA_DIR', folder);
  vi.useFakeTimers({ now: end, toFake: ['Date'] });
  return { batches: logs.due(end + 60_000), end };
}

const viewed = (at: number): Fact => ({
  ...{ type: 'agent-viewed', at, clusterKey: 'sim', loginId: people.others[0]?.loginId ?? '' },
  ...{ actor: 'ada@example.org', idempotencyKey: '12345678' },
});

/** Login ids, JIDs (which begin with them) and names of people of other teams, as far as nobody of the own team is called so; and incidents of others. */
function leaksIn(text: string): string[] {
  const own = new Set(people.mine.map((p) => `${p.firstName} ${p.lastName}`));
  const titles = incidents.flatMap((i) => (i.id !== 'server' && text.includes(i.title) ? [i.title] : []));
  const told = people.others.flatMap(({ loginId, firstName, lastName }) => {
    const name = own.has(`${firstName} ${lastName}`)
      ? null
      : new RegExp(`"firstName":"${firstName}","lastName":"${lastName}"|${firstName} ${lastName}`);
    const isTold = new RegExp(`(?<![\\w.-])${loginId}(?![\\w.-])`).test(text) || name?.test(text) === true;
    return isTold ? [`${loginId} ${firstName} ${lastName}`] : [];
  });
  return [...told, ...titles];
}

test('the story is busy, and others are in it', () => {
  expect(people.mine.length).toBeGreaterThan(3);
  expect(people.others.length).toBeGreaterThan(40);
  const everything = story.batches.map((b) => JSON.stringify(b)).join('\n');
  expect(new Set(leaksIn(everything)).size).toBe(people.others.length + 2);
  const parts = [
    '"type":"group-changed"',
    '"outcome":"forced-',
    '"type":"disconnect-changed"',
    '"type":"feeds-subscribed"',
  ];
  expect(parts.filter((part) => !everything.includes(part))).toEqual([]);
  expect(incidentFor(incidents[0] ?? incidentOf(), asking.viewer?.teams ?? null)).not.toBeNull();
});

test('what a server refuses is told without whose feed it was', () => {
  const refused = { kind: 'refused', condition: 'forbidden' } as const;
  const feeds = new Map(['1001007', '1001008'].map((loginId) => [userFeed(loginId), refused] as const));
  const report = { feeds, teams: new Map(), stale: { found: 0, removed: 0 }, listed: null, lost: null };
  expect(grantsOf(report, 0).refused).toEqual([{ feed: '/finesse/api/User/*', condition: 'forbidden' }]);
});

test('no topic that they may follow carries anybody else', () => {
  const patterns = topicPatternsOf(asking.viewer ?? { role: 'viewer', teams: [] });
  const theirs = story.batches.filter((b) => allowsTopic(patterns, b.topic));
  expect(theirs.map((b) => b.topic.replace(/[\d/].*/, '')).sort()).toEqual(
    expect.arrayContaining(['cluster:sim', 'incidents:sim', 'service-incidents', 'team:sim']),
  );
  for (const b of theirs) expect([b.topic, leaksIn(JSON.stringify(b.events))]).toEqual([b.topic, []]);
  const told = theirs.flatMap((b) => b.events).filter((e) => e.type === 'incident-changed');
  expect([...new Set(told.map((e) => e.incident.id))].sort()).toEqual(['group', 'server']);
  const mine = new Set((asking.viewer?.teams ?? []).map((t) => t.teamId));
  const ofServer = told.filter((e) => e.incident.id === 'server').map((e) => e.incident.affected);
  expect(ofServer.length).toBeGreaterThan(0);
  expect(ofServer.flatMap((a) => a.teams.filter((t) => !mine.has(t.teamId)))).toEqual([]);
  expect(Math.max(...ofServer.map((a) => a.agentsAtMost))).toBeLessThan(incidents[2]?.affected.agentsAtMost ?? 0);
  const whole = incidents[0]?.affected.teams.length ?? 0;
  expect(whole).toBeGreaterThan(1);
  expect(told.filter((e) => e.incident.id === 'group').map((e) => e.incident.affected.teams.length)).not.toContain(
    whole,
  );
});

const files = (name: string) =>
  readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file === name || file.endsWith(`/${name}`))
    .sort();

/** Every question that a page or route can be asked of this story: each value of each segment with each query. */
function questions(path: string): { params: Record<string, string | string[]>; query: string }[] {
  const from = story.end - 3_600_000;
  const range = `from=${new Date(from).toISOString()}&to=${new Date(story.end).toISOString()}`;
  const other = people.others[0];
  const everything = `cluster=sim&target=sim/node-a/websocket&${range}`;
  const params = path.includes('[loginId]')
    ? [{ cluster: 'sim', loginId: other?.loginId ?? '' }]
    : path.includes('[id]')
      ? ['group', 'foreign', 'server'].map((id) => ({ id }))
      : path.includes('[...key]')
        ? [{ key: ['sim', 'node-a', 'websocket'] }]
        : [{ cluster: 'sim', month: '2026-11', token: 'none' }];
  const queries = ['', `${everything}&names=1&part=marks&teams=${teams}`];
  return params.flatMap((p) => queries.map((query) => ({ params: p, query })));
}

test('no answer names anybody else', async () => {
  const told: Record<string, number> = {};
  for (const file of files('route.ts')) {
    const { GET }: { GET?: (r: Request, c: object) => Promise<Response> } = await import(
      /* @vite-ignore */ join(root, 'app', file)
    );
    if (GET === undefined) continue;
    for (const { params, query } of questions(file)) {
      const answer = await GET(new Request(`http://holdfast/?${query}`), { params: Promise.resolve(params) });
      const text = await answer.text();
      const asked = `${file} ${JSON.stringify(params)} ${query}`;
      expect([asked, file.includes('[loginId]') ? answer.status : leaksIn(text)]).toEqual([
        asked,
        file.includes('[loginId]') ? 404 : [],
      ]);
      if (answer.ok) told[file] = Math.max(told[file] ?? 0, text.length);
    }
  }
  // Those with the most to tell did tell.
  for (const one of ['board', 'incidents', 'incidents/[id]/review', 'marks', 'series', 'availability', 'overview'])
    expect([one, (told[`api/v1/${one}/route.ts`] ?? 0) > 150]).toEqual([one, true]);
});

/** What is sent to the browser: what the parts of a page are given, those awaited on the server included. */
async function sent(node: unknown): Promise<unknown> {
  if (Array.isArray(node)) return Promise.all(node.map(sent));
  if (!isValidElement<Record<string, unknown>>(node)) return node;
  const { type: part, props } = node;
  if (typeof part === 'function' && part.constructor.name === 'AsyncFunction')
    return sent(await Reflect.apply(part, undefined, [props]));
  const { children, ...more } = props;
  return [more, await sent(children)];
}

test('no page is given anybody else', async () => {
  let shown = 0;
  for (const file of files('page.tsx')) {
    const page: { default(props: object): Promise<unknown> } = await import(/* @vite-ignore */ join(root, 'app', file));
    for (const { params, query } of questions(file)) {
      const searchParams = Promise.resolve(Object.fromEntries(new URLSearchParams(query)));
      const text = await page.default({ params: Promise.resolve(params), searchParams }).then(
        async (node) => JSON.stringify(await sent(node)),
        (error: unknown) => (error instanceof Error && 'digest' in error ? '' : Promise.reject(error)),
      );
      expect([file, query, leaksIn(text ?? '')]).toEqual([file, query, []]);
      shown += leaksOfOwn(text ?? '');
    }
  }
  expect(shown).toBeGreaterThan(0);
});

test('the wall names nobody at all, and counts everybody', async () => {
  const before = asking.viewer;
  asking.viewer = { id: 'l', actor: 'link Hall', name: 'Hall', role: 'viewer', teams: null, via: 'link' };
  const { GET } = await import('../../app/api/v1/wall/route');
  const answer = await GET(new Request('http://holdfast/api/v1/wall'));
  const text = await answer.text();
  const page: { default(props: object): Promise<unknown> } = await import(join(root, 'app/wall/page.tsx'));
  const shown = JSON.stringify(await sent(await page.default({ searchParams: Promise.resolve({}) })));
  asking.viewer = before;
  const everybody = [...people.mine, ...people.others];
  for (const one of [text, shown])
    for (const { loginId, firstName, lastName } of everybody)
      expect([one.includes(loginId), one.includes(`${firstName} ${lastName}`)]).toEqual([false, false]);
  expect(text).not.toMatch(/@|Sam|example/);
  const { clusters, incidents: told } = wallFigures.parse(JSON.parse(text));
  const counted = clusters.flatMap((c) => c.teams).length;
  expect([counted > 5, shown.includes('"counts"')]).toEqual([true, true]);
  expect(told.map((i) => i.kind)).toContain('group-disconnect');
});

/** Own people are shown, so that an empty page cannot pass. */
function leaksOfOwn(text: string): number {
  return people.mine.filter((p) => text.includes(`"loginId":"${p.loginId}"`)).length;
}
