/** The board's and the agents' routes on a real database, with a stand-in for the worker that hears who looks at whom. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { agentSnapshot, boardSnapshot, type Command, type Event, maintenanceCalendar } from '#contract';
import { changedDocuments, createDocumentBook } from '../../server/record/documents';
import { openStore } from '../../server/store/open';
import { openReadStore } from '../../server/store/read-store';
import { numbered } from '../support/facts';
import { factsTold } from '../support/outage-facts';
import { clusterNamed, listed, serverNamed } from '../support/presence-facts';
import { tempDatabase, tempFolder } from '../support/temp-database';

const asAdministrator = vi.hoisted(() => ({
  ...{ id: 'a', actor: 'ada@example.org', name: 'Ada', role: 'administrator', teams: null, via: 'sign-in' },
}));
vi.mock('../../app/lib/viewer', () => ({ viewerOf: async () => asAdministrator }));

const heard: Command[] = [];
const worker = createServer((req, res) => {
  let body = '';
  req.on('data', (part) => {
    body += part;
  });
  req.on('end', () => {
    heard.push(JSON.parse(body));
    res.setHeader('content-type', 'application/json').end(JSON.stringify({ status: 'accepted', eventId: 'e' }));
  });
});

beforeAll(async () => {
  worker.listen(0, '127.0.0.1');
  await once(worker, 'listening');
  const address = worker.address();
  vi.stubEnv('WORKER_URL', `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
});
afterAll(() => {
  worker.close();
  vi.unstubAllEnvs();
});
afterEach(async () => {
  await (await globalThis.holdfastReadStore)?.close();
  globalThis.holdfastReadStore = undefined;
  heard.length = 0;
});

async function centre(more: readonly Event[] = []) {
  const { url } = await tempDatabase();
  vi.stubEnv('DATA_DIR', tempFolder());
  const events = numbered([
    clusterNamed(1),
    serverNamed(1, 'A'),
    listed(1, 'anna', '7'),
    listed(1, 'b/é%', '8'),
    ...more,
  ]);
  const store = await openStore(url);
  await store.commit({ events, states: [], documents: changedDocuments(events, createDocumentBook()), aliveAt: 1 });
  await store.close();
  globalThis.holdfastReadStore = openReadStore(url);
  const board = await import('../../app/api/v1/board/route');
  const agents = await import('../../app/api/v1/agents/[cluster]/[loginId]/route');
  const calendar = await import('../../app/api/v1/alerting/calendar/route');
  return {
    board: (query = '') => board.GET(new Request(`http://holdfast/api/v1/board${query}`)),
    calendar: () => calendar.GET(new Request('http://holdfast/api/v1/alerting/calendar?from=0&to=1000')),
    agent: (cluster: string, loginId: string) =>
      agents.GET(new Request('http://holdfast/'), { params: Promise.resolve({ cluster, loginId }) }),
  };
}

describe('GET /api/v1/board', () => {
  it('answers with the part that was asked for', async () => {
    const { board } = await centre();
    const everybody = boardSnapshot.parse(await (await board()).json());
    expect(everybody.agents.map((a) => a.loginId)).toEqual(['anna', 'b/é%']);
    const team = boardSnapshot.parse(await (await board('?cluster=cc&teams=cc/8')).json());
    expect([team.agents.map((a) => a.loginId), team.teams]).toEqual([['b/é%'], [{ clusterKey: 'cc', teamId: '8' }]]);
    expect(heard).toEqual([]);
  });

  it('reads once for all who ask for the same at the same time', async () => {
    await centre();
    const { loadBoard } = await import('../../app/lib/snapshots');
    const everybody = { clusterKey: null, teams: null };
    const [one, two, other] = await Promise.all([
      loadBoard(everybody),
      loadBoard({ ...everybody }),
      loadBoard({ clusterKey: null, teams: [{ clusterKey: 'cc', teamId: '8' }] }),
    ]);
    expect(two).toBe(one);
    expect([one.agents.length, other.agents.length]).toEqual([2, 1]);
    expect(await loadBoard(everybody)).not.toBe(one);
  });

  it('names the parameter that makes no sense', async () => {
    const { board } = await centre();
    const refusal = await board('?teams=8');
    expect([refusal.status, refusal.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    expect(await refusal.json()).toMatchObject({ errors: [{ path: 'teams', message: '"8" is not CLUSTER/TEAM' }] });
  });
});

describe('GET /api/v1/agents/[cluster]/[loginId]', () => {
  it('shows an agent, whatever the login id, and has the view recorded once', async () => {
    const { agent } = await centre();
    const page = agentSnapshot.parse(await (await agent('cc', 'b/é%')).json());
    expect(page.agent.loginId).toBe('b/é%');
    await agent('cc', 'b/é%');
    expect(heard).toMatchObject([
      { command: 'view-agent', clusterKey: 'cc', loginId: 'b/é%', actor: 'ada@example.org' },
      { idempotencyKey: heard[0]?.idempotencyKey },
    ]);
    await agent('cc', 'anna');
    expect(heard[2]?.idempotencyKey).not.toBe(heard[0]?.idempotencyKey);
  });

  it('of nobody is not found, and nothing is recorded', async () => {
    const { agent } = await centre();
    for (const [cluster, login] of [
      ['cc', 'nobody'],
      ['no key', 'anna'],
      ['cc', ''],
    ] as const)
      expect((await agent(cluster, login)).status).toBe(404);
    expect(heard).toEqual([]);
  });
});

it('the calendar names the servers that are in maintenance of their own now', async () => {
  const told = factsTold(2, null);
  const { calendar } = await centre([{ ...told, facts: { ...told.facts, finesseMaintenance: 'IN_PROGRESS' } }]);
  const { own } = maintenanceCalendar.parse(await (await calendar()).json());
  expect(own).toMatchObject([{ clusterKey: 'cc', nodeKey: 'a', nodeName: 'fin-A' }]);
});
