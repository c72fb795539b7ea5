/** The pages with thousands of agents: longest tasks while scrolling and while a thousand drop, the tab's heap, bytes on the wire, time until live. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { parseEnv } from '../../server/config/env';
import { openHouse } from '../../server/start/house';
import { programsOf } from '../../server/start/programs';
import { migrate } from '../../server/store/migrate';
import { createSystemTime } from '../../server/time/system-time';
import { root } from '../support/e2e-process';
import { administrator, signedInPage } from '../support/e2e-sign-in';
import { freePort } from '../support/free-ports';

export interface CrowdOptions {
  agents: number;
  teams: number;
  perSecond: number;
  dropped: number;
  minutes: number;
}

export interface CrowdRow {
  page: string;
  liveMs: number;
  /** Longest task, and how many were over 100 ms. */
  resting: Tasks;
  scrolling: Tasks;
  dropping: Tasks;
  /** From the commit of a drop to its arrival in the page, ms. */
  dropArrivedMs: number;
  kilobytesPerS: number;
  heapMb: number[];
}

interface Tasks {
  longestMs: number;
  over100: number;
}

const REST_MS = 5_000;
const SCROLL_MS = 8_000;
const DROP_MS = 6_000;
const HEAP_EVERY_MS = 15_000;

interface Crowd {
  url: string;
  ask(path: string): Promise<{ at: number }>;
  stop(): Promise<void>;
}

/** The house with its own dashboard, and a worker that makes the crowd up. */
async function startCrowd({ agents, teams }: CrowdOptions): Promise<Crowd> {
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-crowd-'));
  const [workerPort, benchPort] = [await freePort(), await freePort()];
  const checked = parseEnv(
    { ...administrator, PORT: '0', WORKER_PORT: String(workerPort), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    root,
  );
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const env = { ...checked.env, configFile: null };
  const time = createSystemTime();
  const built = programsOf('production', env);
  const bench = { BENCH_AGENTS: String(agents), BENCH_TEAMS: String(teams), BENCH_PORT: String(benchPort) };
  const worker = {
    ...{ ...built.worker, env: { ...built.worker.env, ...bench } },
    args: ['--import', 'tsx', join(root, 'tests', 'bench', 'board-worker.ts')],
  };
  const opened = await openHouse({
    ...{ env, mode: 'production', time, say: () => undefined, programs: { ...built, worker } },
    migrate: (url) => migrate(url, time),
  });
  if (!opened.ok) throw new Error(opened.problems.join('\n'));
  const { house } = opened;
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${benchPort}${path}`)).json();
  await until(async () => (await fetch(`http://127.0.0.1:${workerPort}/healthz`)).ok);
  await until(async () => (await fetch(`${house.url}/api/health`)).ok);
  return {
    ...{ url: house.url, ask },
    async stop() {
      await house.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await holds().catch(() => false)) return;
    await pause(100);
  }
  throw new Error('the crowd did not start');
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs in the page before anything else; as text, because it is not compiled here. */
const observeTasks = `(() => {
  window.longTasks = [];
  new PerformanceObserver((list) => { for (const e of list.getEntries()) window.longTasks.push(e.duration); })
    .observe({ type: 'longtask', buffered: true });
})()`;

async function tasksDuring(page: Page, run: () => Promise<void>): Promise<Tasks> {
  await page.evaluate('window.longTasks.length = 0');
  await run();
  const durations: number[] = await page.evaluate('window.longTasks');
  return { longestMs: Math.max(0, ...durations), over100: durations.filter((ms) => ms > 100).length };
}

/** Up and down with the wheel, over the middle of the page, as fast as a hand does. */
async function scroll(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 1440, height: 900 };
  await page.mouse.move(width / 2, height * 0.6);
  const startedAt = performance.now();
  for (let i = 0; performance.now() - startedAt < SCROLL_MS; i++) {
    await page.mouse.wheel(0, i % 60 < 40 ? 400 : -800);
    await pause(16);
  }
}

async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find((m) => m.name === 'JSHeapUsedSize')?.value ?? 0) / 2 ** 20;
}

async function measure(browser: Browser, crowd: Crowd, path: string, options: CrowdOptions): Promise<CrowdRow> {
  const page = signedInPage(await browser.newPage({ viewport: { width: 1440, height: 900 } }));
  await page.addInitScript(observeTasks);
  const wire = { bytes: 0, dropAt: 0 };
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      wire.bytes += typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length;
      if (wire.dropAt === 0 && String(payload).includes('group-changed')) wire.dropAt = Date.now();
    }),
  );
  const startedAt = performance.now();
  await page.goto(crowd.url + path);
  await page.getByRole('banner').getByText(/^live/).first().waitFor({ timeout: 60_000 });
  const liveMs = performance.now() - startedAt;
  await crowd.ask(`/rate?n=${options.perSecond}`);
  await pause(2_000);
  const [before, beganAt] = [wire.bytes, performance.now()];
  const resting = await tasksDuring(page, () => pause(REST_MS));
  const scrolling = await tasksDuring(page, () => scroll(page));
  const kilobytesPerS = (wire.bytes - before) / 1024 / ((performance.now() - beganAt) / 1000);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const heap = [await heapMb(cdp)];
  let droppedAt = 0;
  const dropping = await tasksDuring(page, async () => {
    droppedAt = (await crowd.ask(`/drop?n=${options.dropped}`)).at;
    await pause(DROP_MS);
  });
  const endsAt = performance.now() + options.minutes * 60_000;
  while (performance.now() < endsAt) {
    await pause(Math.min(HEAP_EVERY_MS, endsAt - performance.now()));
    heap.push(await heapMb(cdp));
  }
  await crowd.ask('/rate?n=0');
  await page.close();
  const dropArrivedMs = wire.dropAt === 0 ? Number.NaN : wire.dropAt - droppedAt;
  return { page: path, liveMs, resting, scrolling, dropping, dropArrivedMs, kilobytesPerS, heapMb: heap };
}

export async function crowdRows(
  browser: Browser,
  paths: readonly string[],
  options: CrowdOptions,
): Promise<CrowdRow[]> {
  const crowd = await startCrowd(options);
  try {
    const rows: CrowdRow[] = [];
    for (const path of paths) rows.push(await measure(browser, crowd, path, options));
    return rows;
  } finally {
    await crowd.stop();
  }
}

export function printCrowd(rows: readonly CrowdRow[], options: CrowdOptions): void {
  const { agents, perSecond, dropped, minutes } = options;
  console.log(`${agents} agents, ${perSecond} events/s, ${dropped} drop at once, heap over ${minutes} min`);
  const told = ({ longestMs, over100 }: Tasks) => `${longestMs.toFixed(0)} (${over100} > 100)`;
  console.table(
    Object.fromEntries(
      rows.map((r) => [
        r.page,
        {
          'live after ms': r.liveMs.toFixed(0),
          'longest task ms': told(r.resting),
          'scrolling ms': told(r.scrolling),
          'dropping ms': told(r.dropping),
          'drop told after ms': r.dropArrivedMs.toFixed(0),
          'KB/s': r.kilobytesPerS.toFixed(0),
          'heap MB first': (r.heapMb[0] ?? 0).toFixed(1),
          last: (r.heapMb.at(-1) ?? 0).toFixed(1),
          most: Math.max(...r.heapMb).toFixed(1),
        },
      ]),
    ),
  );
}
