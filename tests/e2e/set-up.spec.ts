/** Holdfast set up from nothing by somebody who has never seen it: the first administrator, three mistakes, and agents at the end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { violations } from '../support/e2e-fixtures';
import { type Program, startProgram } from '../support/e2e-process';
import { freePort } from '../support/free-ports';

interface Nothing {
  url: string;
  code: string;
  /** Of side A. */
  port: number;
  httpPort: number;
  password: string;
  holdfast: Program;
}

const test = base.extend<object, { nothing: Nothing }>({
  nothing: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs from the pattern
    async ({}, use) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-set-up-'));
      const args = ['--port-base', '0', '--agents', '30', '--profile', 'generous', '--quiet'];
      const simulator = startProgram('simulator.js', [...args, '--certificates', join(dataDir, 'ca')], {});
      const [text] = await simulator.line(/^\{.*"finesse-ready".*$/);
      const ready: {
        accounts: { username: string; password: string }[];
        sides: { A: { rest: string; restHttp: string } };
      } = JSON.parse(text);
      const env = { PORT: '0', WORKER_PORT: String(await freePort()), DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
      const nobody = { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' };
      const holdfast = startProgram('start.js', [], { ...env, ...nobody });
      const [, url = ''] = await holdfast.line(/Holdfast is open at (\S+)/);
      const [, code = ''] = await holdfast.line(/code=([\w-]+)/);
      const password = ready.accounts.find(({ username }) => username === 'holdfast-a')?.password ?? '';
      const [port, httpPort] = [ready.sides.A.rest, ready.sides.A.restHttp].map((at) => Number(new URL(at).port));
      await use({ url, code, port: port ?? 0, httpPort: httpPort ?? 0, password, holdfast });
      await holdfast.stop();
      await simulator.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

const step = (page: Page, id: string) => page.locator(`[data-step="${id}"]`);

/** Clicks, and fields filled in: what somebody does. */
function counted(page: Page) {
  let steps = 0;
  return {
    count: () => steps,
    async fill(label: string, text: string): Promise<void> {
      steps += 1;
      // what must be filled in has an asterisk after its name
      const field = page.getByLabel(new RegExp(`^${label}( \\*)?$`));
      await field.fill('');
      await field.pressSequentially(text);
    },
    async press(name: string | RegExp): Promise<void> {
      steps += 1;
      await page.getByRole('button', { name }).click();
    },
    async choose(name: RegExp): Promise<void> {
      steps += 1;
      await page.getByRole('radio', { name }).check();
    },
  };
}

test('from nothing to agents: a wrong port, an unknown certificate and a wrong password are each explained', async ({
  page,
  nothing,
}) => {
  const by = counted(page);
  await test.step('the first administrator, with the code that was printed', async () => {
    await page.goto(`${nothing.url}/set-up?code=${nothing.code}`);
    await by.fill('Your name', 'Ada Example');
    await by.fill('E-mail address', 'ada@holdfast.example');
    await by.fill('Password', 'correct horse battery staple');
    await by.press('Make the account and sign in');
    await expect(page.getByRole('heading', { level: 2 })).toHaveText('What shall Holdfast watch?');
  });

  await test.step('nothing is watched, and the overview leads here', async () => {
    await page.goto(nothing.url);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is monitored yet.');
    await page.getByRole('link', { name: 'Set up what to watch' }).click();
    await by.choose(/Webex Contact Center/);
    await expect(page.getByText('It has neither Finesse nor a Notification Service')).toBeVisible();
    await by.choose(/UCCE or PCCE/);
    await by.press('Go on');
  });

  await test.step('a wrong port: the server itself says which is right', async () => {
    await by.fill('Full name of the server', `https://localhost:${nothing.httpPort}/desktop`);
    await by.fill('User name', 'holdfast-a');
    await by.fill('Password', 'not this one');
    await by.press('Test the connection');
    await expect(step(page, 'tls').locator('[data-hint="plain-http"]')).toContainText('speaks HTTP without TLS');
    await expect(page.getByRole('status').filter({ hasText: 'It stopped at' })).toBeVisible();
    await by.press(`Take port ${nothing.port} and test again`);
  });

  await test.step('an unknown certificate: shown, and trusted by its fingerprint', async () => {
    const hint = step(page, 'tls').locator('[data-hint="certificate-untrusted"]');
    await expect(hint).toContainText('no password was sent');
    await expect(hint).toContainText(/sha256\/[\w+/]{43}=/);
    expect(await violations(page)).toEqual([]);
    await by.press('Trust this certificate and test again');
  });

  await test.step('a wrong password: said once, before it could lock anybody', async () => {
    await expect(step(page, 'account').locator('[data-hint="wrong-password"]')).toContainText('5 minutes');
    await by.fill('Password', nothing.password);
    await by.press('Test again');
    await expect(page.getByRole('status').filter({ hasText: 'Everything works.' })).toBeVisible();
    await expect(step(page, 'teams')).toContainText('Agents in them: 30');
    await by.press('Go on');
  });

  await test.step('a reload loses nothing but the password', async () => {
    await expect(page.getByText('the other is fin-b.sim.example')).toBeVisible();
    await page.reload();
    await expect(page.getByLabel('Full name of the server')).toHaveValue('localhost');
    await by.fill('Password', nothing.password);
    await by.press('Go on');
    await by.press('Later, or there is none');
  });

  await test.step('agents, rules, and no channel', async () => {
    await by.choose(/0, the default/);
    await by.press('Save and begin to watch');
    await expect(page.getByRole('heading', { level: 2 })).toHaveText('Who is told, and of what');
    await expect(page.getByText('No server in service')).toBeVisible();
    await by.press('Only in the pages');
    expect(await violations(page)).toEqual([]);
  });

  await test.step('and there they are', async () => {
    await page.getByRole('link', { name: 'To the overview' }).click();
    await expect(page.getByText('SystemInfo in service')).toBeVisible();
    await page.goto(`${nothing.url}/agents`);
    await expect(page.locator('[data-agent]').first()).toBeVisible();
  });
  // Somebody needs less than ten seconds for each of them: well under five minutes.
  expect(by.count()).toBeLessThan(28);
  expect(nothing.holdfast.output()).not.toContain(nothing.password);
});
