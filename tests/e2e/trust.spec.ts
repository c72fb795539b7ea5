/** The page never lies by staleness: a silent stream, a restarted worker and a restarted dashboard are all told, and it goes on by itself. */
import { expect, test, watchText } from '../support/e2e-fixtures';
import { fetchSignedIn } from '../support/e2e-sign-in';

test('a frozen worker: the page says since when it is stale, then the frozen time is unknown', async ({
  page,
  stack,
}) => {
  await page.goto(`${stack.url}/targets/lab/prosody/tcp`);
  const header = page.getByRole('banner');
  await expect(header).toContainText(/live \d\.\d s/);
  const pid = stack.workerPid();
  process.kill(pid, 'SIGSTOP');
  try {
    await expect(header).toContainText(/stale since \d\d:\d\d:\d\d/);
    await expect(page.getByText(/^No live data since/)).toBeVisible();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await expect(header).toContainText(/live \d\.\d s/);
  await expect(page.getByText(/^Online since/)).toBeVisible();
  const strip = page.getByRole('img', { name: /^Availability: / });
  // Before the start, and while it was frozen; a loaded machine may have held it for a moment more.
  await expect.poll(() => strip.locator('[data-status="unknown"]').count()).toBeGreaterThanOrEqual(2);
});

test('a killed worker comes back, and the page with it, without a reload', async ({ page, stack }) => {
  await page.goto(stack.url);
  const header = page.getByRole('banner');
  await expect(header).toContainText(/live/);
  const seen = await watchText(page, 'h1');
  process.kill(stack.workerPid(), 'SIGKILL');
  await expect(header).toContainText(/reconnecting|stale since/);
  await expect(header).toContainText(/live/, { timeout: 30_000 });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 3 sessions online at Lab.', {
    timeout: 30_000,
  });
  expect((await seen())[0]).toBe('All 3 sessions online at Lab.');
});

test('a killed dashboard costs the open page nothing', async ({ page, stack }) => {
  await page.goto(stack.url);
  const header = page.getByRole('banner');
  await expect(header).toContainText(/live/);
  const seen = await watchText(page, '[role="banner"], header');
  process.kill(stack.dashboardPid(), 'SIGKILL');
  await expect.poll(async () => (await fetchSignedIn(`${stack.url}/api/health`)).status, { timeout: 30_000 }).toBe(200);
  expect((await seen()).filter((text) => /reconnecting|stale/.test(text))).toEqual([]);
});

test('where no WebSocket gets through, the page is live by polling, and comes back after the worker', async ({
  page,
  stack,
}) => {
  await page.addInitScript(() => {
    // A proxy that swallows the upgrade: neither opened nor refused.
    Object.defineProperty(window, 'WebSocket', {
      value: class {
        close() {}
      },
    });
  });
  const polled: string[] = [];
  page.on('request', (r) => r.url().includes('transport=polling') && polled.push(r.url()));
  await page.goto(stack.url);
  const header = page.getByRole('banner');
  await expect(header).toContainText(/live \d\.\d s/);
  process.kill(stack.workerPid(), 'SIGKILL');
  await expect(header).toContainText(/reconnecting|stale since/);
  await expect(header).toContainText(/live \d\.\d s/, { timeout: 30_000 });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 3 sessions online at Lab.', {
    timeout: 30_000,
  });
  expect(polled.length).toBeGreaterThan(0);
});

test('health tells which part fails', async ({ stack }) => {
  const healthy = await fetchSignedIn(`${stack.url}/api/health`);
  expect([healthy.status, (await healthy.json()).status]).toEqual([200, 'ok']);
  const pid = stack.workerPid();
  process.kill(pid, 'SIGSTOP');
  try {
    const failing = await fetchSignedIn(`${stack.url}/api/health`);
    expect([failing.status, (await failing.json()).failing]).toEqual([503, ['worker']]);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});

test('the API refuses in problem details', async ({ stack }) => {
  const nothing = await fetchSignedIn(`${stack.url}/api/v1/targets/lab/nobody/tcp`);
  expect([nothing.status, nothing.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetchSignedIn(`${stack.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  expect((await post('commands', { command: 'reboot-target' })).status).toBe(400);
  const foreign = { 'sec-fetch-site': 'cross-site' };
  expect((await post('commands', {}, foreign)).status).toBe(403);
  expect((await post('live-ticket', {}, foreign)).status).toBe(403);
});
