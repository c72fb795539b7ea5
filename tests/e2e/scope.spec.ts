/** A page limited to some teams is told nothing of the others: not in its HTML, not by its API, not in one frame of its socket. */
import { expect, type Page } from '@playwright/test';
import { CENTRE, type ContactCentre, startContactCentre } from '../support/e2e-contact-centre';
import { test as base, fetchSignedIn } from '../support/e2e-sign-in';

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

/** Everything that reached the page, whatever carried it. */
function everythingTold(page: Page): string[] {
  const told: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => told.push(String(payload))));
  page.on('response', async (response) => {
    if (/\.(js|css|woff2?|svg)(\?|$)/.test(response.url())) return;
    told.push(await response.text().catch(() => ''));
  });
  return told;
}

/** Login ids: two people may have one name. */
function seenIn(told: readonly string[], people: ContactCentre['people']): string[] {
  const everything = told.join('\n');
  return people.map(({ loginId }) => loginId).filter((loginId) => everything.includes(loginId));
}

// others each time: whoever came back a moment ago is still loading the desktop
for (const [turn, path] of ['/', '/agents'].entries())
  test(`${path} with ?teams= says nothing of anybody else, before and after something happens there`, async ({
    page,
    centre,
  }) => {
    const [mine] = centre.people;
    const theirs = centre.people.filter((person) => person.teamId !== mine?.teamId);
    const told = everythingTold(page);
    await page.goto(`${centre.url}${path}?teams=centre/${mine?.teamId}`);
    await page.getByRole('banner').getByText(/^live/).first().waitFor();
    const frames = told.length;
    // somebody of another team, and then one of mine, whose news shows that the other's had their time
    const team = centre.people.filter((person) => person.teamId === mine?.teamId);
    const [other, colleague] = [theirs[3 + turn], team[2 + turn]];
    await centre.act({ do: 'close', who: { loginId: other?.loginId } });
    await centre.act({ do: 'close', who: { loginId: colleague?.loginId } });
    await expect(page.getByText(`${colleague?.firstName} ${colleague?.lastName}`).first()).toBeVisible();
    await expect.poll(() => told.slice(frames).join().includes('at-risk')).toBe(true);
    expect(seenIn(told, team)).not.toEqual([]);
    expect(seenIn(told, theirs)).toEqual([]);
    await centre.calm();
  });

test('a team that does not exist shows nobody, and never everybody', async ({ page, centre }) => {
  const told = everythingTold(page);
  await page.goto(`${centre.url}/agents?teams=centre/999,not-a-team`);
  await page.getByRole('banner').getByText(/^live/).first().waitFor();
  expect(seenIn(told, centre.people)).toEqual([]);
});

/** As few as it takes to have every part of the product told to them: pages of agents, of servers, of incidents and of figures. */
const walk = ['/', '/agents', '/agents/history', '/incidents', '/availability', '/compare', '/wall', '/account'];

test('a supervisor who walks through everything is told of nobody else', async ({ browser, centre }) => {
  const [mine] = centre.people;
  const team = centre.people.filter((p) => p.teamId === mine?.teamId);
  const theirs = centre.people.filter((p) => p.teamId !== mine?.teamId);
  const signIn = { email: 'sam@holdfast.example', password: 'a lighthouse in the fog' };
  const teams = [{ clusterKey: CENTRE, teamId: mine?.teamId }];
  const added = await fetchSignedIn(`${centre.url}/api/v1/people`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ ...signIn, name: 'Sam', role: 'supervisor', teams }),
  });
  expect(added.status).toBe(201);
  const context = await browser.newContext();
  const entered = await context.request.post(`${centre.url}/api/v1/session`, {
    ...{ data: signIn, headers: { origin: centre.url } },
  });
  expect(entered.status()).toBe(200);

  const page = await context.newPage();
  const told = everythingTold(page);
  for (const path of walk) {
    await page.goto(centre.url + path);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  }
  await page.goto(centre.url);
  await page.getByRole('banner').getByText(/^live/).first().waitFor();
  // half of each team at once: a group over several teams, an incident, and shares of both
  const many = [...theirs.filter((_, i) => i % 2 === 0), ...team.filter((_, i) => i % 2 === 0)];
  for (const { loginId } of many) await centre.act({ do: 'close', who: { loginId } });
  await expect.poll(() => told.join().includes('at-risk')).toBe(true);
  await page.goto(`${centre.url}/incidents`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const foreign = await page.goto(`${centre.url}/agents/${CENTRE}/${theirs[0]?.loginId}`);
  expect(foreign?.status()).toBe(404);
  // that address alone is what they typed themselves
  const typed = new RegExp(`agents/${CENTRE}/${theirs[0]?.loginId}|"${theirs[0]?.loginId}\\\\?"`, 'g');
  const heard = told.map((text) => text.replace(typed, ''));
  expect(seenIn(heard, team)).not.toEqual([]);
  expect(seenIn(heard, theirs)).toEqual([]);
  const names = new Set(team.map((p) => `${p.firstName} ${p.lastName}`));
  const strangers = theirs.map((p) => `${p.firstName} ${p.lastName}`).filter((name) => !names.has(name));
  expect(strangers.filter((name) => heard.some((text) => text.includes(name)))).toEqual([]);
  await context.close();
  await centre.calm();
});
