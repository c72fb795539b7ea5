/** The control API of a pair: whatever a scenario can do, from outside; and nothing for web sites. */
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFinesseControl } from '../../../../server/simulator/finesse/control/api';
import { type Finesse, startFinesse } from '../../../../server/simulator/finesse/pair';
import { createScaledTime, type ScaledTime } from '../../../../server/simulator/finesse/scaled-time';
import { createScenarioRunner, type ScenarioRunner } from '../../../../server/simulator/finesse/scenario-runner';
import type { JsonApi } from '../../../../server/simulator/json-api';
import { createVirtualTime, type VirtualTime } from '../../../../server/time/virtual-time';
import { settings } from '../rest/scene';

let clock: VirtualTime;
let time: ScaledTime;
let finesse: Finesse;
let scenarios: ScenarioRunner;
let api: JsonApi;

beforeEach(async () => {
  clock = createVirtualTime();
  time = createScaledTime(clock);
  finesse = await startFinesse({ world: { ...settings, agents: 240, teamSize: 20 } }, time);
  scenarios = createScenarioRunner(finesse.world, time);
  api = await openFinesseControl({ finesse, scenarios, time }, 0);
});
afterEach(() => {
  scenarios.stop();
  api.close();
  finesse.stop();
});

const get = async (path: string) => (await fetch(api.url + path)).json();
const post = (path: string, body: unknown, type = 'application/json'): Promise<Response> =>
  fetch(api.url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': type } });

test('tells everything at a glance, and the truth', async () => {
  const state = await get('/state');
  expect(state).toMatchObject({
    speed: 1,
    settings: { release: '12.6', profile: 'pessimistic', agents: 240 },
    scenario: null,
    sides: { A: { inService: true, answers: 'up', faults: [] }, B: { xmppDomain: 'fin-b.sim.example' } },
    bugs: 0,
  });
  expect(await get('/truth')).toEqual(finesse.world.truth());
  expect(await get('/agents')).toHaveLength(240);
  const { values, table } = await get('/switches');
  expect(values.agentPresence).toBe('refused');
  expect(table.agentPresence.source).toContain('§4');
});

test('does something to the world', async () => {
  const done = await post('/act', { do: 'close', who: { connected: true, count: 3 } });
  expect([done.status, await done.json()]).toEqual([200, { agents: 3 }]);
  clock.advanceSync(1_000);
  expect((await get('/truth')).graces).toHaveLength(3);
});

describe('what makes no sense is told, and changes nothing', () => {
  test.each<[string, string, unknown, number]>([
    ['an unknown action', '/act', { do: 'explode' }, 400],
    ['a key too many', '/act', { do: 'pg-reset', hard: true }, 400],
    ['nobody to do it to', '/act', { do: 'close', who: { loginId: 'nobody' } }, 422],
    ['an unknown scenario', '/scenario', { name: 'no-such-thing' }, 422],
    ['a scenario of another deployment', '/scenario', { name: 'uccx-standby' }, 422],
    ['a clock that stands still', '/speed', { speed: 0 }, 400],
    ['a fault of neither side', '/faults', { side: 'C', kind: 'refuse' }, 400],
    ['an unknown fault', '/faults', { side: 'A', kind: 'fire' }, 400],
    ['a token for nobody', '/tokens', { username: 'nobody' }, 404],
  ])('%s', async (_what, path, body, status) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    expect((await response.json()).error).toBeTruthy();
    const { truth, scenario, sides } = await get('/state');
    expect([truth.graces, scenario, sides.A.faults]).toEqual([[], null, []]);
  });

  test('forms of web sites, other names for us, other verbs', async () => {
    expect((await post('/act', { do: 'pg-reset' }, 'text/plain')).status).toBe(415);
    expect((await fetch(`${api.url}/act`)).status).toBe(405);
    expect((await fetch(`${api.url}/constructor`)).status).toBe(404);
    // a page's own name that points to us
    const rebound = await new Promise((resolve) => {
      request(`${api.url}/state`, { headers: { host: 'evil.example' } }, (res) =>
        resolve(res.resume().statusCode),
      ).end();
    });
    expect(rebound).toBe(403);
  });
});

test('plays a scenario, tells how far it is, and stops', async () => {
  expect(await get('/scenario')).toMatchObject({
    names: expect.arrayContaining(['site-proxy', 'demo']),
    current: null,
  });
  const started = await post('/scenario', { name: 'notification-restart', loop: false });
  expect([started.status, (await started.json()).current.name]).toEqual([201, 'notification-restart']);
  clock.advanceSync(60_000);
  const { current } = await get('/scenario');
  expect(current).toMatchObject({ round: 0, atMs: 60_000, problems: [] });
  expect(current.step).toEqual(expect.any(String));
  clock.advanceSync(current.lastsMs);
  expect((await get('/scenario')).current).toBeNull();
  await post('/scenario', { name: 'site-proxy' });
  expect(await (await fetch(`${api.url}/scenario`, { method: 'DELETE' })).json()).toEqual({ current: null });
  expect(scenarios.current()).toBeNull();
});

test('faults of the transports, on one side or on both', async () => {
  const both = await (await post('/faults', { kind: 'freeze-pings', transport: 'tcp' })).json();
  expect(both.ids).toHaveLength(2);
  await post('/faults', { side: 'A', kind: 'delay', delayMs: 5 });
  expect(finesse.sides.A.notification.faults.active()).toHaveLength(2);
  expect(finesse.sides.B.notification.faults.active()).toHaveLength(1);
  const cleared = await fetch(`${api.url}/faults?side=A&kind=delay`, { method: 'DELETE' });
  expect(await cleared.json()).toEqual({ cleared: 1 });
  await fetch(`${api.url}/faults`, { method: 'DELETE' });
  expect((await get('/state')).sides.B.faults).toEqual([]);
});

test('another pace, for what is going on already', async () => {
  await post('/act', { do: 'close', who: { connected: true, count: 1 } });
  clock.advanceSync(1_000);
  await post('/speed', { speed: 60 });
  clock.advanceSync(1_000);
  expect(await get('/state')).toMatchObject({ speed: 60, truth: { graces: [] } });
  expect(finesse.world.truth().causes['presence-lost']).toBe(1);
});

test('a token for SSO', async () => {
  const { token } = await (await post('/tokens', { username: '1001001' })).json();
  expect(finesse.tokens.ownerOf(token)).toBe('1001001');
});
