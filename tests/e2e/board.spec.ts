/** The overview as a supervisor's board in a browser: a healthy morning, a site that goes, one connection that goes, and its way by keyboard. */
import { expect, type Page } from '@playwright/test';
import { type ContactCentre, type Person, startContactCentre } from '../support/e2e-contact-centre';
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

const sentence = (page: Page) => page.getByRole('heading', { level: 1 });
const region = (page: Page, name: string) => page.getByRole('region', { name });

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('banner').getByText(/^live/).first().waitFor();
}

function at(centre: ContactCentre, i: number): Person {
  const person = centre.people[i];
  if (person === undefined) throw new Error(`there is no agent ${i}`);
  return person;
}

test('a healthy morning is said in one sentence, and every agent has a mark', async ({ page, centre }) => {
  await open(page, centre.url);
  await expect(sentence(page)).toHaveText(
    /^Finesse A and B in service\. [56]\d agents connected; nobody is at risk\.$/,
    {
      timeout: 30_000,
    },
  );
  const teams = region(page, 'Teams');
  await expect(teams.getByRole('img', { name: /connected/ })).toHaveCount(3);
  await expect(region(page, 'Service').getByRole('row', { name: /SystemInfo in service/ })).toContainText(/\d/);
  expect(await violations(page)).toEqual([]);
});

test('a connection that goes counts down with name and team, and nothing on the page moves', async ({
  page,
  centre,
}) => {
  const person = at(centre, 5);
  await open(page, centre.url);
  await expect(sentence(page)).toContainText('nobody is at risk', { timeout: 30_000 });
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('section')].map((s) => Math.round(s.getBoundingClientRect().top + window.scrollY)),
    );
  const before = await places();
  await centre.act({ do: 'close', who: { loginId: person.loginId } });
  const list = region(page, 'At risk now');
  await expect(list).toContainText(person.lastName, { timeout: 15_000 });
  await expect(list).toContainText(/0:[0-5]\d/);
  await expect(sentence(page)).toContainText('1 agent is at risk');
  expect(await places()).toEqual(before);
  expect(await violations(page)).toEqual([]);

  await list.getByRole('link', { name: new RegExp(person.lastName) }).click();
  await expect(page).toHaveURL(new RegExp(`agent=centre/${person.loginId}`));
  await centre.calm();
});

test('limited to some teams, it knows nothing of the others', async ({ page, centre }) => {
  const { teamId, teamName } = at(centre, 0);
  const own = centre.people.filter((p) => p.teamId === teamId).length;
  await open(page, `${centre.url}/?teams=centre/${teamId}`);
  await expect(page.getByRole('navigation', { name: 'What is shown' })).toContainText(`Only ${teamName}.`);
  await expect(region(page, 'Teams').getByRole('img')).toHaveCount(1);
  await expect(region(page, 'Teams').getByRole('img', { name: new RegExp(`^${own} agents: `) })).toBeVisible();
});

test('the keyboard finds an agent from here', async ({ page, centre }) => {
  const person = at(centre, 9);
  await open(page, centre.url);
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog', { name: 'Find an agent' })).toBeVisible();
  await page.keyboard.type(person.loginId);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/agents\\?q=${person.loginId}`));
  await page.keyboard.press('Escape');
  await page.locator('body').click({ position: { x: 5, y: 400 } });
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page).toHaveURL(/\/$/);
});

test('it fits a telephone, and who is at risk comes first', async ({ page, centre }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, centre.url);
  await expect(sentence(page)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  const top = async (name: string) => (await region(page, name).boundingBox())?.y ?? 0;
  expect(await top('At risk now')).toBeLessThan(await top('Agents by connection'));
  expect(await violations(page)).toEqual([]);
});
