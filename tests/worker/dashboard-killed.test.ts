/** `kill -9` of the dashboard beside the real worker: no ping is lost, and the page's socket through the front door stays. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { parseEnv, variablesOf } from '../../server/config/env';
import { inProject } from '../../server/config/project-root';
import { openHouse } from '../../server/start/house';
import type { Program } from '../../server/start/supervise';
import { migrate } from '../../server/store/migrate';
import { openReadStore } from '../../server/store/read-store';
import { createSystemTime } from '../../server/time/system-time';
import { freePort } from '../support/free-ports';
import { startSimulator } from '../support/simulator';
import { openPage } from './page';
import { configFor } from './worker-process';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function openRealHouse() {
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-dashboard-'));
  cleanUps.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const simulator = await startSimulator();
  cleanUps.push(() => simulator.stop());
  const config = join(dataDir, 'holdfast.yaml');
  writeFileSync(config, configFor(simulator, { nodes: 1, pingTimeoutS: 2 }));
  const [port, workerPort] = [await freePort(), await freePort()];
  const parsed = parseEnv(
    { PORT: `${port}`, WORKER_PORT: `${workerPort}`, DATA_DIR: dataDir, HOLDFAST_CONFIG: config, LOG_LEVEL: 'warn' },
    inProject(),
  );
  if (!parsed.ok) throw new Error('the environment of this test is wrong');
  const { env } = parsed;
  const program = (name: string, file: string): Program => ({
    name,
    args: ['--import', 'tsx', '--import', inProject('server/start/child-preload.ts'), inProject(file)],
    cwd: inProject(),
    env: variablesOf(env),
    nodeEnv: 'production',
  });
  const programs = {
    worker: program('worker', 'server/worker.ts'),
    dashboard: program('dashboard', 'tests/start/fake/dashboard.mjs'),
  };
  const time = createSystemTime();
  const opened = await openHouse({ env, mode: 'production', time, say: () => undefined, migrate, programs });
  if (!opened.ok) throw new Error(opened.problems.join('\n'));
  cleanUps.push(() => opened.house.stop());
  const database = await openReadStore(env.databaseUrl);
  cleanUps.push(() => database.close());
  const key = () => Buffer.from(readFileSync(join(dataDir, 'internal.key'), 'utf8').trim(), 'hex');
  return { house: opened.house, host: { port, key, database } };
}

/** Asks until the answer is what we wait for: the process behind may still be starting. */
async function until<T>(ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('the worker goes on pinging and its page stays connected, three times', async () => {
  const { house, host } = await openRealHouse();
  const page = openPage(host, ['cluster:lab']);
  await until(
    () => page.come().catch(() => null),
    (how) => how !== null,
  );
  const targets = ['tcp', 'websocket', 'bosh'].map((transport) => `lab/node-0/${transport}`);
  const worker = house.worker.pid();
  const breaksBefore = page.breaks();
  const pingsAfter = async (seq: number) => {
    for (const key of targets) {
      await page.see((e) => e.seq > seq && e.type === 'ping-answered' && e.targetKey === key);
    }
  };
  await pingsAfter(0);
  const firstSeq = Math.max(...page.told.keys());

  for (let i = 0; i < 3; i++) {
    const dashboard = await until(
      async () => house.dashboard.pid(),
      (pid) => pid !== null,
    );
    process.kill(dashboard ?? 0, 'SIGKILL');
    await until(
      async () => house.dashboard.pid(),
      (pid) => pid !== null && pid !== dashboard,
    );
    await pingsAfter(Math.max(...page.told.keys()));
  }

  const since = await host.database.eventsAfter(firstSeq, 10_000);
  expect(new Set(since.map((e) => e.type))).toEqual(new Set(['ping-answered']));
  expect(house.worker.pid()).toBe(worker);
  expect(page.breaks()).toBe(breaksBefore);
  page.leave();
}, 120_000);
