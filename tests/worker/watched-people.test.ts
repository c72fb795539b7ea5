/** A real worker that watches people on a real Prosody: what it tells reaches the page, the metrics and the database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandBody, commandReply, type HealthKind, type Recorded } from '#contract';
import { bearerOf } from '../../server/control/door';
import { certificateZoo } from '../support/certificates';
import { type Prosody, startProsody } from '../support/prosody';
import { type StockClient, startStockClient } from '../support/watched-client';
import { openPage, type Page } from './page';
import { type Bench, openBench, type RunningWorker } from './worker-process';

const ADA = 'ada@lab.example';
const zoo = certificateZoo();
let prosody: Prosody;
let bench: Bench;
let worker: RunningWorker;
let page: Page;
let desk: StockClient;

function signIn(): StockClient {
  const at = { port: prosody.ports.c2s, domain: 'lab.example', username: 'ada', resource: 'desk' };
  return startStockClient({ ...at, ca: zoo.authority.ca });
}

beforeAll(async () => {
  const accounts = { holdfast: 'correct horse', ada: 'correct horse' };
  prosody = await startProsody({ domain: 'lab.example', certificate: zoo.valid, accounts });
  desk = signIn();
  await desk.says('online');
  bench = await openBench({ nodes: 0, yaml: yamlOf(prosody) });
  worker = await bench.startWorker();
  page = openPage(bench, ['cluster:lab', 'agents:lab', 'team:lab/front-desk', 'admin']);
  await page.come();
});

afterAll(async () => {
  await desk?.kill();
  await bench?.close();
  await prosody?.stop();
});

const yamlOf = ({ ports }: Prosody) => `clusters:
  - name: Lab
    kind: xmpp
    policy: { pingIntervalS: 1, pingTimeoutS: 5 }
    watch:
      - { team: Front desk, site: Lyon, people: [{ jid: ${ADA}, name: Ada }] }
    nodes:
      - name: prosody
        domain: lab.example
        account: { username: holdfast, password: correct horse }
        transports:
          tcp: { host: 127.0.0.1, port: ${ports.c2s}, security: none }
          websocket: { url: 'ws://127.0.0.1:${ports.http}/xmpp-websocket' }
`;

const turns =
  (kind: HealthKind, after = 0) =>
  (e: Recorded) =>
    e.seq > after && e.type === 'agent-health-changed' && e.loginId === ADA && e.health.kind === kind;

const board = () => bench.database.boardSnapshot({ clusterKey: 'lab', teams: null, at: Date.now() });
/** On the page, or in the database before the page came. */
async function seen(kind: HealthKind): Promise<void> {
  const { agents, lastSeq } = await board();
  if (!agents.some((agent) => agent.health.kind === kind)) await page.see(turns(kind, lastSeq));
}

const metrics = async () => (await fetch(`http://127.0.0.1:${bench.port}/metrics`)).text();

async function send(body: CommandBody) {
  const res = await fetch(`http://127.0.0.1:${bench.port}/control/commands`, {
    method: 'POST',
    headers: { authorization: bearerOf(bench.key()) },
    body: JSON.stringify({ ...body, actor: 'anna', idempotencyKey: `${body.command}-0001` }),
  });
  return commandReply.parse(await res.json());
}

describe('a worker that watches', () => {
  it('has the cluster, the person and the health in the database when the page hears of it', async () => {
    await seen('connected');
    expect(await board()).toMatchObject({
      clusters: [{ key: 'lab', kind: 'xmpp', promise: { warning: 'none' }, teams: [{ id: 'front-desk' }] }],
      agents: [{ loginId: ADA, teamName: 'Front desk', site: 'Lyon', health: { kind: 'connected' } }],
      servers: [],
    });
  });

  it('counts it for Prometheus', async () => {
    const text = await metrics();
    expect(text).toContain('holdfast_agents{cluster="lab",team="Front desk",health="connected"} 1');
    expect(text).toContain('holdfast_feed_fresh{cluster="lab",node="prosody",feed="presence"} 1');
  });

  it('writes down who looked at a person, once', async () => {
    const look = { command: 'view-agent', clusterKey: 'lab', loginId: ADA } as const;
    expect(await send(look)).toMatchObject({ status: 'accepted' });
    expect(await send(look)).toEqual({ status: 'duplicate' });
    expect(await page.see((e) => e.type === 'agent-viewed')).toMatchObject({ loginId: ADA, actor: 'anna' });
  });

  it('tells at once that the client was killed', async () => {
    await desk.kill();
    const told = await page.see(turns('logged-out'));
    expect(await board()).toMatchObject({ agents: [{ health: { kind: 'logged-out' } }] });
    expect(await bench.database.eventsAfter(told.seq - 1, 1)).toEqual([told]);
  });

  it('is killed itself, and finds who came meanwhile', async () => {
    await worker.kill();
    desk = signIn();
    await desk.says('online');
    worker = await bench.startWorker();
    await page.come();
    await seen('connected');
    expect(await board()).toMatchObject({ agents: [{ health: { kind: 'connected' } }] });
  });
});
