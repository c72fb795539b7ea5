/** Built for a sub-path and published by a real nginx over TLS, as the README says: sign-in, page, assets, live stream, sign-out. */
import { spawnSync } from 'node:child_process';
import { test as base, expect } from '@playwright/test';
import { root } from '../support/e2e-process';
import { administrator } from '../support/e2e-sign-in';
import { type Stack, startStack } from '../support/e2e-stack';
import { type ReverseProxy, startNginx } from '../support/nginx';

const BASE_PATH = '/holdfast';

const test = base.extend<object, { site: { url: string } }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs from the pattern
    async ({}, use) => {
      const env = { ...process.env, BASE_PATH };
      const built = spawnSync(process.execPath, ['server/bootstrap/run.mjs', 'build'], {
        cwd: root,
        env,
        encoding: 'utf8',
      });
      if (built.status !== 0) throw new Error(`${built.stdout}${built.stderr}`);
      const stack: Stack = await startStack({ env: { BASE_PATH } });
      expect(new URL(stack.url).pathname).toBe(BASE_PATH);
      const proxy: ReverseProxy = await startNginx(new URL(stack.url).origin);
      await use({ url: `${proxy.origin}${BASE_PATH}` });
      await proxy.stop();
      await stack.stop();
    },
    { scope: 'worker', timeout: 400_000 },
  ],
});

test.use({ ignoreHTTPSErrors: true });

test('signing in, a page with everything on it, the live stream and signing out', async ({ page, site, request }) => {
  const strays: string[] = [];
  page.on('response', (answer) => {
    const { origin, pathname } = new URL(answer.url());
    const home = `${origin}${pathname}`.startsWith(site.url);
    if (!home || (answer.status() >= 400 && answer.status() !== 401)) strays.push(`${answer.status()} ${answer.url()}`);
  });
  const streams: string[] = [];
  const batches: string[] = [];
  page.on('websocket', (socket) => {
    streams.push(socket.url());
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"batch"')) batches.push(String(payload));
    });
  });

  const first = await page.goto(`${site.url}/incidents?state=open`);
  expect(first?.url()).toMatch(/\/holdfast\/sign-in\?next=%2Fincidents%3Fstate%3Dopen$/);
  const headers = first?.headers() ?? {};
  expect(headers['strict-transport-security']).toBe('max-age=31536000');
  expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
  await page.locator('input[name="email"]').fill(administrator.ADMIN_EMAIL);
  await page.locator('input[name="password"]').fill(administrator.ADMIN_PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();

  await expect(page).toHaveURL(`${site.url}/incidents?state=open`);
  const [cookie] = (await page.context().cookies(site.url)).filter(({ name }) => /session/.test(name));
  expect(cookie).toMatchObject({ path: BASE_PATH, secure: true, httpOnly: true, sameSite: 'Lax' });

  const header = page.getByRole('banner');
  await expect(header).toContainText(/live/, { timeout: 30_000 });
  await page.goto(site.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 3 sessions online at Lab.', {
    timeout: 30_000,
  });
  await expect.poll(() => batches.length).toBeGreaterThan(0);
  expect(streams.every((url) => url.startsWith(`${site.url.replace('https:', 'wss:')}/live/`))).toBe(true);

  const health = await request.get(`${site.url}/api/health`);
  expect([health.status(), (await request.get(`${site.url}/healthz`)).status()]).toEqual([200, 200]);

  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/holdfast\/sign-in/);
  expect((await page.context().cookies(site.url)).filter(({ name }) => /session/.test(name))).toEqual([]);
  expect(strays).toEqual([]);
});
