/** `npm run bench -- year`: how long a year of one target takes to open and to look into, what it weighs, and what 200 zooms cost the tab. */
import { parseArgs } from 'node:util';
import { type CDPSession, chromium, type Page } from '@playwright/test';
import { chromium as launchOptions } from '../support/e2e-browser';
import { type Seeded, startSeeded } from '../support/e2e-seeded';
import { signedInPage } from '../support/e2e-sign-in';

const { values: wish } = parseArgs({
  options: {
    targets: { type: 'string', default: '4' },
    days: { type: 'string', default: '365' },
    rounds: { type: 'string', default: '11' },
    zooms: { type: 'string', default: '200' },
  },
});
const rounds = Number(wish.rounds);

const rangeNames = ['15m', '24h', '30d', '1y'];

/** The charts are drawn: the panel says that it is ready, and the canvas of RTT has ink. */
const isDrawn = `(() => {
  if (document.querySelector('[data-status="ready"]') === null) return false;
  const canvas = document.querySelector('canvas[aria-label^="RTT: "]');
  if (canvas === null || canvas.width === 0) return false;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value) => value > 0);
})()`;

interface Opened {
  ms: number;
  /** What the tab itself worked until then: a busy machine makes it wait longer, not work more. */
  workMs: number;
  bytes: number;
}

async function opened(page: Page, devtools: CDPSession, url: string): Promise<Opened> {
  let bytes = 0;
  const count = ({ encodedDataLength }: { encodedDataLength: number }) => {
    bytes += encodedDataLength;
  };
  devtools.on('Network.loadingFinished', count);
  const workedMs = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (metrics.find((m) => m.name === 'TaskDuration')?.value ?? 0) * 1_000;
  };
  const startedAt = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  const before = await workedMs();
  await page.waitForFunction(isDrawn, undefined, { polling: 'raf' });
  const ms = performance.now() - startedAt;
  const workMs = (await workedMs()) - before;
  devtools.off('Network.loadingFinished', count);
  return { ms, workMs, bytes };
}

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const at = (values: readonly number[], q: number) => sorted(values)[Math.floor(q * (values.length - 1))] ?? 0;

function printRow(name: string, cells: readonly (string | number)[]): void {
  const row = cells.map((c) => (typeof c === 'number' ? c.toFixed(0) : c).padStart(10)).join('');
  process.stdout.write(`${name.padEnd(44)}${row}\n`);
}

async function opening(page: Page, devtools: CDPSession, { url, spike }: Seeded): Promise<void> {
  printRow('a target opened, charts drawn', ['least ms', 'median ms', 'most ms', 'tab ms', 'KB']);
  for (const range of rangeNames) {
    const all: Opened[] = [];
    for (let round = 0; round < rounds; round++) {
      all.push(await opened(page, devtools, `${url}/targets/${spike.targetKey}?range=${range}`));
      await page.goto('about:blank');
    }
    const ms = all.map((o) => o.ms);
    const work = at(
      all.map((o) => o.workMs),
      0.5,
    );
    printRow(`  ${range}`, [at(ms, 0), at(ms, 0.5), at(ms, 1), work, Math.round((all.at(-1)?.bytes ?? 0) / 1_024)]);
  }
}

/** From a range to the next: what is asked for is of the server, drawn is of the browser. */
async function picking(page: Page, { url, spike }: Seeded): Promise<void> {
  await page.goto(`${url}/targets/${spike.targetKey}?range=24h`);
  await page.waitForFunction(isDrawn);
  const ms: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const name of ['1 year', '24 h']) {
      const startedAt = performance.now();
      await page.getByRole('button', { name, exact: true }).click();
      await page.locator('[data-status="ready"]').waitFor();
      if (name === '1 year') ms.push(performance.now() - startedAt);
    }
  }
  printRow('a year picked on an open page', [at(ms, 0), at(ms, 0.5), at(ms, 1), '', '']);
}

async function zooming(page: Page, devtools: CDPSession, { url, spike }: Seeded): Promise<void> {
  await page.goto(`${url}/targets/${spike.targetKey}?range=1y`);
  await page.waitForFunction(isDrawn);
  const heapMb = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1_048_576;
  };
  const surface = page.getByRole('group', { name: /^Charts over/ });
  const zooms = async (count: number) => {
    await surface.focus();
    for (let i = 0; i < count; i++) {
      await page.keyboard.press(i % 16 < 8 ? '+' : '-');
      if (i % 10 === 9) await page.locator('[data-status="ready"]').waitFor();
    }
  };
  // The first ones fill what is kept of answers.
  await zooms(80);
  const before = await heapMb();
  const startedAt = performance.now();
  await zooms(Number(wish.zooms));
  const perZoom = (performance.now() - startedAt) / Number(wish.zooms);
  const after = await heapMb();
  process.stdout.write(
    `${wish.zooms} zooms between a year and a day: heap ${before.toFixed(1)} → ${after.toFixed(1)} MB, ${perZoom.toFixed(0)} ms a zoom\n`,
  );
}

const seeded = await startSeeded([
  ...['--targets', String(wish.targets), '--agents', '0', '--days', String(wish.days)],
  ...['--fine-days', '1', '--seed', '7'],
]);
const browser = await chromium.launch(launchOptions);
try {
  const page = signedInPage(await browser.newPage({ viewport: { width: 1_440, height: 900 }, bypassCSP: true }));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Performance.enable');
  process.stdout.write(`${wish.targets} targets, ${wish.days} days of made-up pings, Chromium of this machine\n`);
  await opening(page, devtools, seeded);
  await picking(page, seeded);
  await zooming(page, devtools, seeded);
} finally {
  await browser.close();
  await seeded.stop();
}
process.exit(0);
