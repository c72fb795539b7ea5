/** Alerting in a browser: a test of each channel, an urgent incident on every page with its sound, and a dead letter told after all. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { violations } from '../support/e2e-fixtures';
import { test as base, fetchSignedIn } from '../support/e2e-sign-in';
import { type Stack, startStack } from '../support/e2e-stack';

const SECRET = 'T0-hook-of-the-room-5512';

/** Two channels: one is taken from, the other has no such address until it is mended. */
interface Scene {
  stack: Stack;
  heard: string[];
  mend(): void;
}

const test = base.extend<object, { scene: Scene }>({
  scene: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs from the pattern
    async ({}, use) => {
      const heard: string[] = [];
      let status = 404;
      const peer = createServer((req, res) => {
        heard.push(req.url ?? '');
        req.resume().on('end', () => res.writeHead(req.url === `/${SECRET}` ? 204 : status).end());
      });
      await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
      const at = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
      const channels = [
        { name: 'Room', slack: { url: `${at}/${SECRET}` }, groupWaitS: 0 },
        { name: 'Pager', pagerduty: { routingKey: 'R0-key-9921', api: `${at}/enqueue` }, groupWaitS: 0 },
      ];
      const stack = await startStack({ more: { notify: { channels } } });
      const mend = () => {
        status = 202;
      };
      await use({ stack, heard, mend });
      await stack.stop();
      peer.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

/** Counts the notes that the page plays. */
async function listen(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    Object.assign(window, { notes: 0 });
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      Object.assign(window, { notes: Reflect.get(window, 'notes') + 1 });
      start.call(this, when);
    };
  });
  return () => page.evaluate(() => Reflect.get(window, 'notes'));
}

/** A lost session pages at once, for this test. */
async function pageAtOnce(url: string): Promise<void> {
  const { setup } = await (await fetchSignedIn(`${url}/api/v1/alerting`)).json();
  const known = setup.rules.find((rule: { key: string }) => rule.key === 'session-down');
  const { origin: _, threshold: __, ...rule } = { ...known, severity: 'page', severityOutsideHours: null, forMs: 0 };
  const body = JSON.stringify({ command: 'save-rule', rule, idempotencyKey: 'rule-for-this-test' });
  const headers = { 'content-type': 'application/json' };
  const reply = await fetchSignedIn(`${url}/api/v1/commands`, { method: 'POST', headers, body });
  expect(await reply.json()).toMatchObject({ status: 'accepted' });
}

test('test of a channel, incident on every page, acknowledged from there, dead letter', async ({ page, scene }) => {
  const { stack, heard, mend } = scene;
  const notes = await listen(page);
  await page.goto(`${stack.url}/alerting/channels`);
  await page.getByRole('button', { name: 'Send a test to Room' }).click();
  await expect(page.getByText(/^Test taken in \d+ ms/)).toBeVisible();
  await page.getByRole('button', { name: 'Send a test to Pager' }).click();
  await expect(page.getByText(/^Test failed: there is nothing at that address \(HTTP 404\)/)).toBeVisible();
  expect(heard).toEqual([`/${SECRET}`, '/enqueue']);
  expect(await violations(page)).toEqual([]);
  expect(await page.content()).not.toMatch(new RegExp(`${SECRET}|R0-key-9921`));

  await page.getByRole('button', { name: 'Notices: sound off' }).click();
  await page.getByRole('switch', { name: 'Sound' }).press('Space');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Notices: sound on' })).toBeVisible();

  await pageAtOnce(stack.url);
  await page.getByRole('link', { name: 'Availability' }).click();
  await page.getByRole('heading', { level: 1, name: /Availability/ }).waitFor();
  const before = await page.getByRole('main').boundingBox();
  await stack.fault({ kind: 'refuse', transport: 'websocket' });
  await stack.fault({ kind: 'close', transport: 'websocket' });
  const notice = page.getByRole('complementary', { name: 'Open incident' });
  await expect(notice).toContainText('over WebSocket');
  await expect(page.getByRole('status').filter({ hasText: /^New incident: / })).toHaveCount(1);
  expect(await notes()).toBe(4);
  expect((await page.getByRole('main').boundingBox())?.y).toBe(before?.y);
  expect(await violations(page)).toEqual([]);
  await notice.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(notice).toHaveCount(0);

  await page.goto(`${stack.url}/alerting/deliveries?status=dead`);
  const letter = page.getByRole('listitem').filter({ hasText: 'Pager' });
  await expect(letter).toContainText('Given up');
  mend();
  await letter.getByRole('button', { name: /^Try again/ }).click();
  await expect(page.getByText('No delivery fits these filters.')).toBeVisible();
  await page.getByRole('button', { name: /^Delivered/ }).click();
  await expect(letter).toContainText('Delivered');
  expect(await violations(page)).toEqual([]);
});

test('what fires now, a silence with its preview, and a window that is planned and cancelled', async ({
  page,
  scene,
}) => {
  const { url } = scene.stack;
  await page.goto(`${url}/alerting/now`);
  await expect(page.getByRole('list').getByRole('link', { name: /over WebSocket/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.goto(`${url}/alerting/silences?kind=session-down`);
  const form = page.getByRole('form', { name: 'New silence' });
  await expect(form.getByText('Would mute 1 open incident:')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await form.getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(page.getByText('1 silence is in force.')).toBeVisible();
  await page.getByRole('link', { name: 'Now', exact: true }).click();
  await expect(page.getByText(/^Nobody is told: silenced by/)).toBeVisible();

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${url}/alerting/maintenance`);
  await page.getByRole('textbox', { name: 'Name' }).fill('Switch');
  await page.getByLabel('When').selectOption('pattern');
  await page.getByLabel('Pattern').fill('nonsense');
  await expect(page.getByText(/cannot be read/)).toBeVisible();
  await page.getByLabel('Pattern').fill('30 1 * * *');
  await expect(page.getByText(/^Next, on the clocks of /)).toBeVisible();
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await expect(page.getByText('Switch is planned.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.getByRole('button', { name: 'Cancel Switch' }).click();
  await expect(page.getByText('Nothing is planned in these weeks: whatever fires is told.')).toBeVisible();
});
