/** Signing in through a real provider: with teams by claim, with another role the next time, and not at all without one. */
import { expect, test as plain } from '@playwright/test';
import { violations } from '../support/e2e-fixtures';
import { type Stack, startStack } from '../support/e2e-stack';
import { type RealProvider, realProvider } from '../support/real-provider';

let provider: RealProvider;
let stack: Stack;

plain.beforeAll(async () => {
  provider = await realProvider();
  stack = await startStack({ more: { signIn: { oidc: signInWith(provider) } } });
  provider.serve(stack.url);
});
plain.afterAll(async () => {
  await stack.stop();
  await provider.stop();
});

const signInWith = ({ issuer, clientSecret }: RealProvider) => ({
  ...{ name: 'Contoso', issuer, clientId: 'holdfast', clientSecret, scopes: ['openid', 'profile', 'email', 'groups'] },
  ...{ roleClaim: 'groups', roles: { 'holdfast-lead': 'supervisor', 'holdfast-ops': 'operator' } },
  ...{ teamsClaim: 'teams', teams: { 'Sales Lyon': 'lab/12', 'Sales Lille': ['lab/13', 'lab/14'] } },
});

plain('the provider says who it is, and what they may, at each sign-in', async ({ page }) => {
  const sam = { name: 'Sam Lead', email: 'sam@contoso.example', email_verified: true };
  provider.people.set('sam', { ...sam, groups: ['everybody'], teams: [] });
  await page.goto(`${stack.url}/incidents?back=7d`);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Sign in with Contoso' }).click();
  await page.getByLabel('Name').fill('sam');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('main').getByRole('alert').first()).toContainText('gives you no role in Holdfast');
  expect(page.url()).toBe(`${stack.url}/sign-in?trouble=no-role`);

  // Their groups are put right; the provider still knows them, and asks for nothing again.
  provider.people.set('sam', { ...sam, groups: ['everybody', 'holdfast-lead'], teams: ['Sales Lille', 'Other'] });
  await page.goto(`${stack.url}/incidents?back=7d`);
  await page.getByRole('link', { name: 'Sign in with Contoso' }).click();
  await expect(page).toHaveURL(`${stack.url}/incidents?back=7d`);
  await page.getByRole('button', { name: 'Signed in as Sam Lead' }).click();
  await expect(page.getByText('Supervisor, 2 teams')).toBeVisible();
  expect((await page.request.get(`${stack.url}/api/v1/alerting`)).status()).toBe(403);

  provider.people.set('sam', { ...sam, groups: ['holdfast-ops'] });
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in with Contoso' }).click();
  await page.getByRole('button', { name: 'Signed in as Sam Lead' }).click();
  await expect(page.getByText('Operator, every team')).toBeVisible();
  expect((await page.request.get(`${stack.url}/api/v1/alerting`)).status()).toBe(200);
});
