/** History in a browser: spikes stay in sight at every zoom, the address holds the view, nothing leaks, everybody can read it. */
import type { Page } from '@playwright/test';
import { expect, test, violations } from '../support/e2e-fixtures';
import { type Seeded, startSeeded } from '../support/e2e-seeded';

let seeded: Seeded;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  seeded = await startSeeded(['--targets', '2', '--agents', '40', '--days', '40', '--fine-days', '1', '--seed', '7']);
});
test.afterAll(() => seeded.stop());

const rtt = (page: Page) => page.getByRole('img', { name: /^RTT: / });
const surface = (page: Page) => page.getByRole('group', { name: /^Charts over/ });

async function ready(page: Page): Promise<void> {
  await expect(page.locator('[data-status="ready"]')).toBeVisible();
  await expect(rtt(page)).toBeVisible();
}

/** From the address, ms. */
function spanOf(page: Page): { from: number; to: number } {
  const query = new URL(page.url()).searchParams;
  return { from: Date.parse(query.get('from') ?? ''), to: Date.parse(query.get('to') ?? '') };
}

const PLOT = { left: 48, right: 12 };

/** How many pixels of the upper part of the plot are drawn on, at a share of its width and beside it. */
async function inkAt(page: Page, share: number): Promise<{ there: number; beside: number }> {
  return rtt(page).evaluate(
    (element, { share, left, right }) => {
      const canvas = element as HTMLCanvasElement;
      const scale = canvas.width / canvas.clientWidth;
      const x = left + share * (canvas.clientWidth - left - right);
      const height = Math.floor(canvas.height * 0.6);
      const column = (at: number) => {
        const px = Math.round(at * scale);
        const data = canvas.getContext('2d')?.getImageData(px, 8, 1, height).data ?? [];
        let ink = 0;
        for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 40) ink += 1;
        return ink;
      };
      const near = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map((by) => column(x + by));
      const far = [-70, -55, -40, 40, 55, 70].map((by) =>
        column(Math.min(canvas.clientWidth - right - 2, Math.max(left + 2, x + by))),
      );
      return { there: Math.max(...near), beside: Math.min(...far) };
    },
    { share, ...PLOT },
  );
}

test('a spike stays in sight from a year down to an hour', async ({ page }) => {
  const { targetKey, at, rttMs } = seeded.spike;
  await page.goto(`${seeded.url}/targets/${targetKey}?range=1y`);
  await ready(page);
  const slowest = new RegExp(`slowest ${String(rttMs).replace(/\B(?=(\d{3})+$)/g, '.?')} ms`);
  let view = await page.evaluate(() => ({ to: Date.now(), from: Date.now() - 365 * 86_400_000 }));
  for (let level = 0; level < 40 && view.to - view.from > 3_600_000; level++) {
    await expect(rtt(page)).toHaveAccessibleName(slowest);
    const share = (at - view.from) / (view.to - view.from);
    const { there, beside } = await inkAt(page, share);
    expect(there, `level ${level}, ${(view.to - view.from) / 3_600_000} h`).toBeGreaterThan(beside + 4);
    const box = await surface(page).boundingBox();
    if (box === null) throw new Error('no charts');
    await page.mouse.move(box.x + PLOT.left + share * (box.width - PLOT.left - PLOT.right), box.y + 120);
    const before = page.url();
    await page.mouse.wheel(0, -400);
    await expect.poll(() => page.url()).not.toBe(before);
    await ready(page);
    view = spanOf(page);
  }
  expect(view.to - view.from).toBeLessThanOrEqual(3_600_000);
  await expect(rtt(page)).toHaveAccessibleName(slowest);
});

test('the keys zoom and pan, the address holds the view, and whoever opens it sees the same', async ({
  page,
  context,
}) => {
  await page.goto(`${seeded.url}/targets/${seeded.spike.targetKey}?range=24h`);
  await ready(page);
  await surface(page).focus();
  await page.keyboard.press('+');
  await expect.poll(() => spanOf(page).to - spanOf(page).from).toBe(12 * 3_600_000);
  const nearer = spanOf(page);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => nearer.from - spanOf(page).from).toBe(3 * 3_600_000);
  await page.getByLabel('Compare with').selectOption('last-week');
  await expect(page.getByText(/^A week before: [\d\u202f]+ pings/)).toBeVisible();
  const colleague = await context.newPage();
  await colleague.goto(page.url());
  await ready(colleague);
  expect(await rtt(colleague).getAttribute('aria-label')).toBe(await rtt(page).getAttribute('aria-label'));
  await expect(colleague.getByText(/^A week before: [\d\u202f]+ pings/)).toBeVisible();
  await colleague.close();
  await page.keyboard.press('Escape');
  await surface(page).focus();
  await page.keyboard.press('0');
  await expect(page).toHaveURL(/range=24h/);
});

test('every chart has its table and its CSV', async ({ page }) => {
  await page.goto(`${seeded.url}/targets/${seeded.spike.targetKey}?range=7d`);
  await ready(page);
  for (const name of ['RTT and loss', 'Availability', 'Connects', 'Events']) {
    await page.getByText(`${name} as a table`).click();
    await expect(page.getByRole('region', { name, exact: true })).toBeVisible();
    const href = await page.getByRole('link', { name: `${name} as CSV` }).getAttribute('href');
    const csv = await page.request.get(seeded.url + href);
    expect([csv.status(), csv.headers()['content-type']]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
    expect((await csv.text()).split('\r\n').length).toBeGreaterThan(1);
  }
  expect(await page.getByRole('region', { name: 'RTT and loss' }).getByRole('row').count()).toBeGreaterThan(300);
});

test('the heap is flat after 200 zooms', async ({ page }) => {
  test.setTimeout(150_000);
  await page.goto(`${seeded.url}/targets/${seeded.spike.targetKey}?range=30d`);
  await ready(page);
  const devtools = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize;
  };
  const zooms = async (count: number) => {
    await surface(page).focus();
    for (let i = 0; i < count; i++) {
      await page.keyboard.press(i % 8 < 4 ? '+' : '-');
      if (i % 20 === 19) await ready(page);
    }
    await ready(page);
  };
  await zooms(48);
  const before = await heap();
  await zooms(200);
  const after = await heap();
  expect(after - before).toBeLessThan(3_000_000);
});

const pages = [
  { name: 'target', path: () => `/targets/${seeded.spike.targetKey}?range=30d&compare=last-week` },
  { name: 'compare', path: () => '/compare' },
  { name: 'agents over time', path: () => '/agents/history?range=30d&compare=last-week' },
  { name: 'availability', path: () => '/availability?range=30d' },
  { name: 'reports', path: () => '/reports' },
  { name: 'report', path: () => `/reports/seed-1/${lastMonth()}` },
];

function lastMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

for (const { name, path } of pages) {
  test(`everybody can read ${name}, in light and dark and on a telephone`, async ({ page }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(colorScheme === 'light' ? { width: 1440, height: 900 } : { width: 390, height: 844 });
      await page.goto(seeded.url + path());
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      if (name === 'target' || name === 'compare') await ready(page);
      if (name === 'agents over time') await expect(page.locator('[data-status="ready"] canvas')).toHaveCount(2);
      // Once is enough, and not again where they are the same: hundreds of rows take axe a while.
      const tables = colorScheme === 'dark' && name !== 'compare' ? await page.getByText(/as a table$/).all() : [];
      for (const summary of tables) await summary.click();
      // What the header covers while the page is scrolled is not too small.
      await page.evaluate(() => window.scrollTo(0, 0));
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
    }
  });
}

test('a report prints without what belongs to the screen, and tells teams, not agents', async ({ page }) => {
  await page.goto(`${seeded.url}/reports/seed-1/${lastMonth()}`);
  await expect(page.getByRole('heading', { name: 'Agents forced out' })).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Set Not Ready by Finesse' }).first()).toBeVisible();
  expect(await page.locator('main').textContent()).not.toMatch(/Agent \d|Seeded, /);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('button', { name: /Print/ })).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
