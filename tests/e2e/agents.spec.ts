/** The agents' table and one agent's page in a browser: found, filtered, walked through by keyboard, and told when a connection goes. */
import { expect, type Page } from '@playwright/test';
import { type ContactCentre, startContactCentre } from '../support/e2e-contact-centre';
import { violations } from '../support/e2e-fixtures';
import { test as base } from '../support/e2e-sign-in';

const test = base.extend<object, { centre: ContactCentre }>({
  centre: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs from the pattern
    async ({}, use) => {
      const centre = await startContactCentre();
      await use(centre);
      await centre.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

const grid = (page: Page) => page.getByRole('grid', { name: 'Agents' });
const row = (page: Page, loginId: string) => page.locator(`[data-agent="centre/${loginId}"]`);
const count = (page: Page) => page.getByRole('heading', { level: 1, name: 'Agents' }).locator('+ p');

/** Everybody is listed, and the stream is open. */
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('banner').getByText(/^live/).first().waitFor();
  await expect(grid(page).getByRole('row').nth(1)).toBeVisible();
}

async function someone(centre: ContactCentre, at: number): Promise<ContactCentre['people'][number]> {
  const person = centre.people[at];
  if (person === undefined) throw new Error(`there is no agent ${at}`);
  return person;
}

test('everybody is there; search and filters narrow it down, and the address says how', async ({ page, centre }) => {
  const person = await someone(centre, 7);
  await open(page, `${centre.url}/agents`);
  await expect(count(page)).toContainText('60 agents');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '61');

  await page.keyboard.press('/');
  await page.keyboard.type(person.loginId);
  await expect(count(page)).toContainText('1 of 60 agents');
  await expect(page).toHaveURL(new RegExp(`q=${person.loginId}`));
  await expect(row(page, person.loginId)).toContainText(person.lastName);

  await page.keyboard.press('Escape');
  await page.getByRole('search').getByRole('button', { name: 'Team' }).click();
  await page.getByRole('checkbox', { name: new RegExp(`^${person.teamName}`) }).check();
  const members = centre.people.filter((p) => p.teamId === person.teamId).length;
  await expect(count(page)).toContainText(`${members} of 60 agents`);
  await expect(page).toHaveURL(new RegExp(`team=centre/${person.teamId}`));

  // a colleague who gets the address sees the same
  await open(page, page.url());
  await expect(count(page)).toContainText(`${members} of 60 agents`);

  await open(page, `${centre.url}/agents?q=nobody-of-that-name`).catch(() => undefined);
  await expect(page.getByRole('heading', { name: 'No agent fits' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all agents' }).click();
  await expect(count(page)).toContainText('60 agents');
});

test('the keyboard walks through the rows, opens the panel, and comes back', async ({ page, centre }) => {
  await open(page, `${centre.url}/agents?sort=login`);
  const logins = centre.people.map((p) => p.loginId).sort();
  const active = () => grid(page).getByRole('row', { selected: true });
  await page.keyboard.press('j');
  await expect(grid(page)).toBeFocused();
  for (const key of ['j', 'ArrowDown', 'k', 'j']) await page.keyboard.press(key);
  await expect(active()).toHaveAttribute('data-agent', `centre/${logins[1]}`);
  for (let presses = 0; presses < 30; presses++) await page.keyboard.press('j');
  await expect(active()).toHaveAttribute('data-agent', `centre/${logins[31]}`);
  await expect(active()).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('End');
  await expect(active()).toHaveAttribute('data-agent', `centre/${logins.at(-1)}`);
  await expect(active()).toBeInViewport();
  await expect(active()).toHaveAttribute('aria-rowindex', '61');
  await page.keyboard.press('Home');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('heading', { level: 2 })).toBeFocused();
  await expect(panel.getByRole('link', { name: /page$/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(grid(page)).toBeFocused();
});

test('a closed browser is at risk on top of the table within a moment, and its story is told', async ({
  page,
  centre,
}) => {
  const person = await someone(centre, 20);
  await open(page, `${centre.url}/agents`);
  await centre.act({ do: 'close', who: { loginId: person.loginId } });
  const first = grid(page).getByRole('row').nth(1);
  await expect(first).toHaveAttribute('data-agent', `centre/${person.loginId}`);
  await expect(first).toContainText(/At risk: [AB] sets Not Ready.*0:\d\d/);

  await first.click();
  const panel = page.getByRole('complementary');
  await expect(panel).toContainText(/Finesse acts in 0:\d\d \(sets Not Ready\)/);
  await expect(panel).toContainText('Opening this story is recorded.');
  await panel.getByRole('link', { name: /page$/ }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${person.firstName} ${person.lastName}`);
  await expect(page.getByText('Opening this page is recorded.')).toBeVisible();
  await expect(page.getByText(/At risk: Finesse sets Not Ready between/)).toBeVisible();
  await page.getByRole('button', { name: '1 h', exact: true }).click();
  await expect(page).toHaveURL(/range=1h/);
  await centre.calm();
  await expect(page.getByText(/Connected again/).first()).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1440, 390])
    test(`axe finds nothing and nothing overflows, ${width} px, ${colorScheme}`, async ({ page, centre }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 844 });
      const person = await someone(centre, 33);
      const fits = async () => {
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      };
      await open(page, `${centre.url}/agents`);
      await fits();
      await page.locator('[data-agent]').nth(2).click();
      await expect(page.getByRole('complementary')).toBeVisible();
      await fits();
      await page.goto(`${centre.url}/agents/centre/${person.loginId}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.getByText('As a table').click();
      await fits();
    });
