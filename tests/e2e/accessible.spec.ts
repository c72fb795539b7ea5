/** Both pages for everybody: axe finds nothing in light and dark, nothing overflows a telephone, the keyboard reaches everything. */
import { expect, test, violations } from '../support/e2e-fixtures';

const pages = [
  { name: 'overview', path: '/' },
  { name: 'target', path: '/targets/lab/prosody/bosh' },
  { name: 'nowhere', path: '/targets/lab/prosody/nothing' },
];

for (const { name, path } of pages) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds no violation on ${name} in ${colorScheme}, healthy and in trouble`, async ({ page, stack }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await stack.heal();
      await page.goto(stack.url + path);
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      for (const summary of await page.locator('summary:visible').all()) await summary.click();
      expect(await violations(page)).toEqual([]);

      if (name === 'nowhere') return;
      await stack.fault({ kind: 'refuse', transport: 'bosh' });
      await stack.fault({ kind: 'close', transport: 'bosh' });
      await expect(page.getByText('connection refused').first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await stack.heal();
    });
  }

  test(`${name} fits a telephone`, async ({ page, stack }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(stack.url + path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await violations(page)).toEqual([]);
  });
}

test('the keyboard: skip link, help, and back to the overview', async ({ page, stack }) => {
  await page.goto(`${stack.url}/targets/lab/prosody/tcp`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys and marks' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page).toHaveURL(`${stack.url}/`);
});

test('the colours go round: as the system, light, dark', async ({ page, stack }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(stack.url);
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.getByRole('button', { name: /^Colours: auto/ }).click();
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'light');
  await page.getByRole('button', { name: /^Colours: light/ }).click();
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
});
