/** One real worker from its start to its goodbye: sessions up, figures served, commands and settings obeyed, a loss seen on the page. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandBody, commandReply, type Recorded, workerHealth } from '#contract';
import { exportedYaml } from '../../server/config/export';
import { loadConfig } from '../../server/config/file';
import { importOf } from '../../server/config/import';
import { bearerOf } from '../../server/control/door';
import { testUser } from '../support/simulator';
import { openPage, type Page } from './page';
import { setUp } from './reload';
import { type Bench, openBench, type RunningWorker } from './worker-process';

const TCP = 'lab/node-0/tcp';
const WEBSOCKET = 'lab/node-0/websocket';
const BOSH = 'lab/node-0/bosh';

let bench: Bench;
let worker: RunningWorker;
let page: Page;

beforeAll(async () => {
  bench = await openBench({ nodes: 1, pingTimeoutS: 2 });
  worker = await bench.startWorker();
  page = openPage(bench, ['cluster:lab', 'cluster:site', `target:${TCP}`, 'observer', 'admin']);
  await page.come();
});
afterAll(() => bench.close());

const url = (path: string) => `http://127.0.0.1:${bench.port}${path}`;

async function send(body: CommandBody, idempotencyKey: string) {
  const res = await fetch(url('/control/commands'), {
    method: 'POST',
    headers: { authorization: bearerOf(bench.key()) },
    body: JSON.stringify({ ...body, actor: 'anna', idempotencyKey }),
  });
  return commandReply.parse(await res.json());
}

/** True for an event of this target that came after another one. */
const phase =
  (key: string, to: string, after = 0) =>
  (e: Recorded) =>
    e.seq > after && e.type === 'session-phase-changed' && e.targetKey === key && e.to === to;

/** All sessions are online and each had an answer to a ping on the page. */
async function allOnline(): Promise<void> {
  for (const key of [TCP, WEBSOCKET, BOSH]) await page.see((e) => e.type === 'ping-answered' && e.targetKey === key);
}

describe('a worker that measures', () => {
  beforeAll(allOnline);

  it('answers how it is', async () => {
    const res = await fetch(url('/healthz'));
    expect(res.status).toBe(200);
    const health = workerHealth.parse(await res.json());
    expect(health).toMatchObject({ status: 'ok', database: 'ok', sessions: { total: 3, online: 3 } });
  });

  it('shows each session in the metrics, and the page that is looking', async () => {
    const text = await (await fetch(url('/metrics'))).text();
    for (const transport of ['tcp', 'websocket', 'bosh']) {
      const labels = `cluster="lab",node="node-0",transport="${transport}",observer="local"`;
      expect(text).toContain(`holdfast_session_up{${labels}} 1`);
      expect(text).toMatch(new RegExp(`holdfast_ping_rtt_seconds_count\\{${labels}\\} [1-9]`));
      expect(text).toContain(`holdfast_session_phase_seconds_count{${labels},phase="sasl"} 1`);
    }
    expect(text).toContain('holdfast_live_clients{observer="local"} 1');
    expect(text).toMatch(/holdfast_event_loop_lag_seconds\{quantile="0.99",observer="local"\} \d/);
  });

  it('tells a page only what the database holds already', async () => {
    const seen = await page.see((e) => e.type === 'ping-answered');
    expect(await bench.database.eventsAfter(seen.seq - 1, 1)).toEqual([seen]);
  });
});

describe('a command', () => {
  beforeAll(allOnline);

  it('pauses and resumes a session, tells who wished it, and acts once', async () => {
    const paused = await send({ command: 'pause-target', targetKey: TCP }, 'pause-tcp-1');
    const accepted = await page.see((e) => e.type === 'command-accepted');
    expect(paused).toEqual({ status: 'accepted', eventId: accepted.eventId });
    expect(accepted).toMatchObject({ actor: 'anna', command: 'pause-target', targetKey: TCP });
    const stopped = await page.see(phase(TCP, 'stopped'));
    expect(stopped).toMatchObject({ stopReason: 'paused' });
    expect(await send({ command: 'pause-target', targetKey: TCP }, 'pause-tcp-1')).toEqual({ status: 'duplicate' });

    await send({ command: 'resume-target', targetKey: TCP }, 'resume-tcp-1');
    await page.see(phase(TCP, 'online', stopped.seq));
  });

  it('for a target that does not exist is refused', async () => {
    const reply = await send({ command: 'pause-target', targetKey: 'lab/nowhere/tcp' }, 'pause-nowhere');
    expect(reply.status).toBe('refused');
  });
});

describe('a fault of the service', () => {
  it('shows on the page as a loss, and then the recovery', async () => {
    await allOnline();
    bench.simulator.faults.add({ kind: 'close', transport: 'websocket' });
    const lost = await page.see((e) => e.type === 'session-lost' && e.targetKey === WEBSOCKET);
    await page.see(phase(WEBSOCKET, 'backoff', lost.seq));
    await page.see(phase(WEBSOCKET, 'online', lost.seq));
  });
});

describe('what is set up while it runs', () => {
  const siteTcp = 'site/one/tcp';
  const site = (more: object) => ({
    ...{ name: 'Site', kind: 'xmpp', policy: { pingIntervalS: 1 }, ...more },
    nodes: [
      {
        ...{ name: 'one', domain: bench.simulator.domain, account: testUser, resource: 'site' },
        transports: { tcp: { ...bench.simulator.addresses.tcp, security: 'none' } },
      },
    ],
  });

  it('begins, begins anew and ends at once, and the sessions of what stays as it is never drop', async () => {
    await allOnline();
    const before = bench.simulator.state().sessions.length;
    const begun = await setUp(bench, [{ kind: 'cluster', key: 'site', body: site({}) }]);
    expect(begun).toEqual({ problem: null, applied: [`${siteTcp} begins, or begins anew`] });
    const up = await page.see(phase(siteTcp, 'online'));
    expect(bench.simulator.state().sessions).toHaveLength(before + 1);

    await setUp(bench, [
      { kind: 'cluster', key: 'site', body: site({ name: 'The site', key: 'site' }) },
      { kind: 'setting', key: 'notify.publicUrl', body: 'https://holdfast.example' },
    ]);
    await page.see((e) => e.type === 'target-configured' && e.clusterName === 'The site');
    const told = await page.see((e) => e.type === 'alerting-configured' && e.actor === 'anna');
    expect(told).toMatchObject({ setup: { publicUrl: 'https://holdfast.example' } });
    await page.see(phase(siteTcp, 'online', up.seq));

    expect(await setUp(bench, [{ kind: 'cluster', key: 'site', body: null }])).toMatchObject({ problem: null });
    const gone = await page.see((e) => e.type === 'target-archived');
    expect(gone).toMatchObject({ targetKey: siteTcp });
    const since = [...page.told.values()].filter(
      (e) => e.seq > up.seq && 'targetKey' in e && e.targetKey.startsWith('lab/'),
    );
    expect(since.filter((e) => e.type !== 'ping-answered')).toEqual([]);
    expect(bench.simulator.state().sessions).toHaveLength(before);
  });

  it('changes nothing when the file is wrong by now', async () => {
    const file = join(bench.dataDir, 'holdfast.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('domain:', 'domian:'));
    const { problem, applied } = await setUp(bench, [{ kind: 'cluster', key: 'site', body: site({}) }]);
    writeFileSync(file, text);
    expect(problem).toMatch(/holdfast\.yaml:7: .*did you mean domain\?/);
    expect(applied).toEqual([]);
    await setUp(bench, [{ kind: 'cluster', key: 'site', body: null }]);
  });
});

describe('the end', () => {
  it('is clean: exit code 0, and the next start knows how long nobody looked', async () => {
    page.leave();
    expect(await worker.stop()).toBe(0);
    const before = await bench.database.observer();
    worker = await bench.startWorker();
    const events = await bench.database.eventsAfter(0, 10_000);
    const gap = events.find((e) => e.type === 'observer-gap');
    expect(gap).toMatchObject({ reason: 'stopped' });
    expect(gap?.type === 'observer-gap' && gap.fromMs).toBeGreaterThanOrEqual(before?.aliveAt ?? Number.NaN);
    expect(await worker.stop()).toBe(0);
  });
});

describe('another installation', () => {
  it('watches the same once it has taken over the whole configuration', async () => {
    const file = join(bench.dataDir, 'holdfast.yaml');
    const first = loadConfig(file, {}, { instanceId: 'abc123' });
    if (!first.ok) throw new Error('the bench has a configuration');
    const { yaml, names } = exportedYaml({ whole: first.whole, rules: [], windows: [] });
    const other = await openBench({ nodes: 0, yaml: '# set up in the pages' });
    try {
      await other.startWorker();
      const read = importOf({
        ...{ own: [], file: {}, yaml, at: 1, actor: 'anna', newId: () => 'id', judge: () => [] },
        secrets: Object.fromEntries(names.map((name) => [name, testUser.password])),
      });
      if (!read.ok) throw new Error('the export is no file');
      const { applied } = await setUp(other, read.imported.change.put);
      expect(applied.map((line) => line.split(' ')[0])).toEqual([TCP, WEBSOCKET, BOSH]);
      const there = openPage(other, ['cluster:lab']);
      await there.come();
      for (const key of [TCP, WEBSOCKET, BOSH])
        await there.see((e) => e.type === 'ping-answered' && e.targetKey === key);
      there.leave();
    } finally {
      await other.close();
    }
  });
});
