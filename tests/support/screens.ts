/** `npm run screens -- FOLDER`: starts the demo and writes a PNG of every page, light and dark, on a desk and on a telephone. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { chromium as launchOptions } from './e2e-browser';
import { startProgram } from './e2e-process';
import { signedInPage } from './e2e-sign-in';
import { freePort } from './free-ports';

interface Screen {
  name: string;
  path: string;
  /** What brings the page into the state to be seen; the default is as it opens. */
  prepare?(demo: Demo, page: Page): Promise<void>;
  /** Undoes it. */
  after?(demo: Demo): Promise<void>;
}

interface Demo {
  url: string;
  fault(fault: Record<string, unknown>): Promise<void>;
  clear(): Promise<void>;
  /** Does something to the simulated contact centre. */
  act(action: Record<string, unknown>): Promise<void>;
}

const node = '/targets/demo/finesse-a';
const shown = (page: Page, text: RegExp) => page.getByText(text).first().waitFor({ timeout: 30_000 });

/** Every page, and the states of it that are worth looking at. A new page joins here. */
const screens: readonly Screen[] = [
  { name: 'overview', path: '/' },
  { name: 'incidents', path: '/incidents' },
  {
    name: 'incident',
    path: '/incidents',
    async prepare(demo, page) {
      const first = page.getByRole('main').getByRole('listitem').getByRole('link').first();
      if ((await first.count()) === 0) await demo.act({ do: 'restart', side: 'A', part: 'notification', takesS: 40 });
      await first.click({ timeout: 60_000 });
      await page.getByRole('slider', { name: 'Moment' }).waitFor({ timeout: 30_000 });
    },
  },
  { name: 'privacy', path: '/settings/privacy' },
  { name: 'privacy-sheet', path: '/settings/privacy/sheet' },
  { name: 'set-up-cluster', path: '/set-up/cluster' },
  { name: 'alerting-now', path: '/alerting/now' },
  { name: 'alerting-rules', path: '/alerting/rules' },
  { name: 'alerting-rule', path: '/alerting/rules?rule=team-out' },
  { name: 'alerting-silences', path: '/alerting/silences?kind=session-down&cluster=demo&node=finesse-a' },
  { name: 'alerting-maintenance', path: '/alerting/maintenance' },
  { name: 'alerting-channels', path: '/alerting/channels' },
  { name: 'alerting-deliveries', path: '/alerting/deliveries' },
  {
    name: 'overview-at-risk',
    path: '/',
    async prepare(demo, page) {
      await demo.act({ do: 'unplug', who: { site: 'Lyon', connected: true, count: 12 }, how: 'reset', forS: 55 });
      await shown(page, /^0:[1-5]\d$/);
    },
  },
  { name: 'account', path: '/account' },
  { name: 'people', path: '/settings/people' },
  { name: 'keys', path: '/settings/keys' },
  { name: 'links', path: '/settings/links' },
  { name: 'audit', path: '/settings/audit' },
  { name: 'wall', path: '/wall' },
  { name: 'api', path: '/api-docs' },
  { name: 'api-operation', path: '/api-docs?operation=listAgents' },
  { name: 'agents', path: '/agents' },
  {
    name: 'agents-panel',
    path: '/agents',
    async prepare(_, page) {
      await page.locator('[data-agent]').first().click();
      await page.getByRole('complementary').waitFor();
    },
  },
  // who lost the connection an hour ago, by the demo's past
  { name: 'agent', path: '/agents/demo/1001006' },
  { name: 'agents-over-time', path: '/agents/history?range=4h' },
  {
    name: 'overview-blind',
    path: '/',
    async prepare(demo, page) {
      await demo.act({ do: 'cut-observer', forS: 60 });
      await shown(page, /Holdfast is blind|sees nothing|nothing is known/i).catch(() => undefined);
    },
    after: (demo) => demo.act({ do: 'mend-observer' }),
  },
  { name: 'target', path: `${node}/websocket` },
  {
    name: 'overview-lost',
    path: '/',
    async prepare(demo, page) {
      await demo.fault({ kind: 'refuse', transport: 'websocket' });
      await demo.fault({ kind: 'close', transport: 'websocket' });
      await shown(page, /next try in/);
    },
  },
  {
    name: 'target-lost',
    path: `${node}/websocket`,
    prepare: (_, page) => shown(page, /next try in|Reconnecting/),
    after: (demo) => demo.clear(),
  },
  {
    name: 'overview-unstable',
    path: '/',
    async prepare(demo, page) {
      await demo.clear();
      await demo.fault({ kind: 'freeze-pings', transport: 'tcp', forMs: 5_000 });
      await shown(page, /pings? missed/);
    },
    after: (demo) => demo.clear(),
  },
  {
    name: 'help',
    path: '/',
    async prepare(_, page) {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'target-24h', path: `${node}/websocket?range=24h&compare=demo/finesse-b/websocket` },
  { name: 'compare', path: '/compare?range=4h' },
  { name: 'availability', path: '/availability' },
  { name: 'reports', path: '/reports' },
  { name: 'report', path: `/reports/demo/${new Date().toISOString().slice(0, 7)}` },
  { name: 'settings', path: '/settings' },
  { name: 'settings-clusters', path: '/settings/clusters' },
  { name: 'settings-cluster', path: '/settings/clusters?cluster=demo' },
  { name: 'settings-cluster-new', path: '/settings/clusters?new=xmpp' },
  { name: 'settings-targets', path: '/settings/targets' },
  { name: 'settings-teams', path: '/settings/teams' },
  { name: 'settings-channels', path: '/settings/channels' },
  { name: 'settings-channel-new', path: '/settings/channels?new=email' },
  { name: 'settings-notify', path: '/settings/notify' },
  { name: 'settings-retention', path: '/settings/retention' },
  { name: 'settings-backup', path: '/settings/backup' },
  { name: 'settings-appearance', path: '/settings/appearance' },
  { name: 'settings-file', path: '/settings/file' },
  { name: 'nowhere', path: '/targets/demo/nothing/tcp' },
];

const widths = { 1440: 900, 390: 844 } as const;

async function startDemo(): Promise<Demo & { stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-screens-'));
  const program = startProgram('demo.js', [], { PORT: String(await freePort()), DATA_DIR: dataDir });
  const [, url = ''] = await program.line(/Holdfast is open at (\S+)/);
  const [, faults = ''] = await program.line(/switched at (\S+)/);
  const post = async (to: string, what: Record<string, unknown>): Promise<void> => {
    const body = JSON.stringify(what);
    await fetch(to, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  };
  return {
    url,
    fault: (fault) => post(faults, fault),
    act: (action) => post(faults.replace(/faults$/, 'act'), action),
    async clear() {
      await fetch(faults, { method: 'DELETE' });
    },
    async stop() {
      await program.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function shoot(browser: Browser, demo: Demo, screen: Screen, folder: string): Promise<void> {
  for (const [width, height] of Object.entries(widths)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = signedInPage(await browser.newPage({ viewport: { width: Number(width), height }, colorScheme }));
      await page.goto(demo.url + screen.path);
      await page.getByRole('banner').getByText(/^live/).first().waitFor({ timeout: 30_000 });
      await screen.prepare?.(demo, page);
      const file = join(folder, `${screen.name}-${colorScheme}-${width}.png`);
      await page.screenshot({ path: file, fullPage: screen.name !== 'help' });
      process.stdout.write(`${file}\n`);
      await page.close();
    }
  }
  await screen.after?.(demo);
}

async function main(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const demo = await startDemo();
  const browser = await chromium.launch(launchOptions);
  try {
    for (const screen of screens) await shoot(browser, demo, screen, folder);
  } finally {
    await browser.close();
    await demo.stop();
  }
}

await main(resolve(process.argv[2] ?? 'screens'));
