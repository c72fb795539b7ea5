/** An outage in a browser, from its first sign to the bundle for the vendor: acknowledge, note, recovery; and a webhook that hears of it. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { expect } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { type ContactCentre, startContactCentre } from '../support/e2e-contact-centre';
import { violations } from '../support/e2e-fixtures';
import { administrator, test as base } from '../support/e2e-sign-in';

const SECRET = 'between-us-alone-7141';

interface Heard {
  transition: string;
  subject: string;
  signed: boolean;
}

interface Scene {
  centre: ContactCentre;
  heard: Heard[];
}

async function webhook(heard: Heard[]): Promise<{ server: Server; url: string }> {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const [, at = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(String(req.headers['holdfast-signature'])) ?? [];
      const signed = createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex') === v1;
      const { transition, subject } = JSON.parse(body);
      heard.push({ transition, subject, signed });
      res.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}/hook` };
}

const test = base.extend<object, { scene: Scene }>({
  scene: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs from the pattern
    async ({}, use) => {
      const heard: Heard[] = [];
      const { server, url } = await webhook(heard);
      const channels = [{ name: 'hook', webhook: { url, secret: SECRET }, groupWaitS: 0 }];
      const centre = await startContactCentre({ more: { notify: { channels } } });
      await use({ centre, heard });
      await centre.stop();
      server.close();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

/** By name, without the folder that they lie in. */
function unzipped(file: string): Record<string, string> {
  const inside = Object.entries(unzipSync(readFileSync(file)));
  return Object.fromEntries(inside.map(([name, bytes]) => [name.replace(/^[^/]+\//, ''), strFromU8(bytes)]));
}

test('fault, incident, acknowledge, note, recovery, resolved, bundle', async ({ page, scene: { centre, heard } }) => {
  test.setTimeout(180_000);
  await page.goto(`${centre.url}/incidents?status=open`);
  await expect(page.getByText('Nothing is open.')).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await centre.act({ do: 'restart', side: 'A', part: 'notification', takesS: 15 });
  await page.getByRole('banner').getByRole('link', { name: '1 incident' }).click({ timeout: 60_000 });
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toContainText('(side A) is out of service');
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByText(`Acknowledged by ${administrator.ADMIN_EMAIL}`)).toBeVisible();
  await page.getByRole('textbox', { name: 'Note' }).fill('Restarted by the night shift.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByText(`Note: Restarted by the night shift. (${administrator.ADMIN_EMAIL})`)).toBeVisible();
  await expect(page.getByText('hook, opened: delivered')).toBeVisible();
  await expect(page.getByRole('slider', { name: 'Moment' })).toHaveAttribute('aria-valuetext', /XMPP session failed/);
  expect(await violations(page)).toEqual([]);

  await expect(page.getByText('Over: it is over')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText('hook, resolved: delivered')).toBeVisible();
  const count = page.getByRole('banner').getByRole('link', { name: /incident/ });
  await expect(count.filter({ hasText: /\d/ })).toHaveCount(0);
  expect(heard.map(({ transition, signed }) => `${transition} ${signed}`)).toEqual(['opened true', 'resolved true']);
  expect(heard[1]?.subject).toMatch(/^\[resolved\] .*, after \d+ (s|min)$/);

  await page.getByRole('button', { name: 'Outage bundle' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  const files = unzipped(await (await download).path());
  expect(files['summary.md']).toContain((await title.textContent()) ?? '');
  expect(files['summary.md']).toMatch(/Note: Restarted by the night shift/);
  expect(files['summary.html']).toContain('<svg');
  const facts = JSON.parse(files['facts.json'] ?? '');
  expect([facts.incident.cause.outage, facts.names]).toEqual(['notification-service', false]);
  expect(files['csv/deliveries.csv']).toContain('hook,opened');
  expect(Object.keys(files).some((name) => name.startsWith('transcripts/'))).toBe(true);
  const texts = [...Object.values(files), await page.content(), centre.output()];
  const secrets = [SECRET, ...centre.secrets()];
  expect(secrets.filter((secret) => texts.some((text) => text.includes(secret)))).toEqual([]);
  const inside = Object.entries(files);
  expect(inside.filter(([, text]) => text.includes(tmpdir())).map(([name]) => name)).toEqual([]);
  const logins = new RegExp(`\\b(${centre.people.map((p) => p.loginId).join('|')})\\b`);
  expect(inside.filter(([, text]) => logins.test(text)).map(([name]) => name)).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
