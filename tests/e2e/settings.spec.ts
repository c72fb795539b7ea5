/** The settings in a browser: a channel from its form to its test and away again, a file that is refused by its line, and every page readable. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, violations } from '../support/e2e-fixtures';

async function receiver(heard: string[]): Promise<{ server: Server; url: string }> {
  const server = createServer((req, res) => {
    heard.push(req.url ?? '');
    req.resume().on('end', () => res.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('a channel is added, tried, changed and removed, and its address is never shown again', async ({
  page,
  stack,
}) => {
  const heard: string[] = [];
  const { server, url } = await receiver(heard);
  await page.goto(`${stack.url}/settings/channels`);
  await page.getByRole('link', { name: /^Webhook/ }).click();
  await page.getByRole('button', { name: 'Review changes' }).click();
  await expect(page.getByText('This is needed.').first()).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill('Night desk');
  // what must be filled in has an asterisk after its name
  await page.getByLabel(/^Address( \*)?$/).fill(`${url}/first-7731`);
  await page.getByRole('button', { name: 'Review changes' }).click();
  await expect(page.getByRole('heading', { name: 'What changes' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Apply' }).click();

  await page.getByRole('button', { name: 'Send a test to Night desk' }).click();
  await expect(page.getByText(/^Test taken in \d+ ms/)).toBeVisible();
  expect(heard).toEqual(['/first-7731']);

  await page.getByRole('link', { name: 'Edit Night desk' }).click();
  await page.getByRole('button', { name: 'Replace: Address' }).click();
  await page.getByLabel('Address, the new one').fill(`${url}/second-4410`);
  await page.getByRole('button', { name: 'Review changes' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('button', { name: 'Send a test to Night desk' }).click();
  await expect.poll(() => heard).toEqual(['/first-7731', '/second-4410']);
  expect(await page.content()).not.toMatch(/first-7731|second-4410/);

  await page.getByRole('button', { name: 'Remove Night desk' }).click();
  await page
    .getByRole('button', { name: /^Remove/ })
    .last()
    .click();
  await expect(page.getByText('No channel is set up')).toBeVisible();
  server.close();
});

test('a file that is wrong changes nothing and names its line', async ({ page, stack }) => {
  await page.goto(`${stack.url}/settings/file`);
  await page.getByLabel('The file').fill('history:\n  nameDays: 20\n  nameDay: 3\n');
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByText('Line 3:')).toBeVisible();
  await expect(page.getByText('did you mean nameDays?')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Apply' })).toHaveCount(0);
});

const paths = [
  ...['', '/clusters', '/clusters?new=finesse', '/targets', '/teams', '/channels?new=email', '/notify', '/retention'],
  ...[
    '/privacy',
    '/privacy/sheet',
    '/backup',
    '/people',
    '/single-sign-on',
    '/keys',
    '/links',
    '/audit',
    '/appearance',
  ],
].map((path) => `/settings${path}`);

test('everybody can read every page of the settings, on a telephone and in the dark', async ({ page, stack }) => {
  test.setTimeout(150_000);
  for (const path of [...paths, '/account', '/api-docs', '/wall', '/set-up/cluster']) {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect([path, (await page.goto(`${stack.url}${path}`))?.status()]).toEqual([path, 200]);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect([path, await violations(page)]).toEqual([path, []]);
    expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 390]);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
    expect([path, await violations(page)]).toEqual([path, []]);
  }
});
