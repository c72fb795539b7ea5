/** The story of the first floor: overview, target page, a fault, the loss and the recovery, in order and without a reload. */
import { card, expect, test, watchText } from '../support/e2e-fixtures';

const key = 'lab/prosody/websocket';
const word = '[data-size="page"]';

test('a fault is seen on the target page: unstable, lost, online again', async ({ page, stack }) => {
  await stack.heal();
  await page.goto(stack.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 3 sessions online at Lab.');
  await card(page, key).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('WebSocket to prosody');
  await expect(page.locator(word)).toHaveText('Online');
  const chart = page.getByRole('img', { name: /^RTT: / });
  await expect(chart).toHaveAccessibleName(/^RTT: \d+ pings, 0 missed/);

  const seen = await watchText(page, word);
  await stack.fault({ kind: 'half-open', transport: 'websocket' });
  await expect(page.locator(word)).toContainText('Unstable');
  await expect(page.locator(word)).toContainText(/Lost|Reconnecting/);
  await expect(page.getByText(/^Lost at .* no answer in 3 × 1 s/)).toBeVisible();
  await expect(chart).toHaveAccessibleName(/pings, 3 missed/);
  await expect(page.getByRole('img', { name: /^Availability: .*0:0\d down/ })).toBeVisible();

  await stack.clearFaults();
  await expect(page.locator(word)).toHaveText('Online', { timeout: 40_000 });
  await expect(page.getByText(/Last loss at .* no answer in 3 × 1 s/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Last connects, phase by phase' })).toBeVisible();
  // a first try that begins at once leaves no time to show that it is lost
  const words = inOrder(await seen()).filter((word) => word !== 'Lost');
  expect(words).toEqual(['Online', 'Unstable', 'Reconnecting', 'Online']);
});

test('the overview tells the same, names the path at fault, and every card keeps its place', async ({
  page,
  stack,
}) => {
  await stack.heal();
  await page.goto(stack.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 3 sessions online at Lab.', {
    timeout: 40_000,
  });
  const places = async () =>
    page
      .locator('[data-target]')
      .evaluateAll((cards) => cards.map((c) => `${c.getAttribute('data-target')} ${c.getBoundingClientRect().top}`));
  const before = await places();
  const seen = await watchText(page, 'h1');

  await stack.fault({ kind: 'half-open', transport: 'tcp' });
  await expect(card(page, 'lab/prosody/tcp')).toHaveAttribute('data-urgency', 'bad');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^TCP to prosody lost at .*: no answer in 3 × 1 s/);
  await expect(page.getByText('WebSocket and BOSH are fine: the server is up')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Needs attention' }).getByRole('link')).toHaveText(/TCP to prosody/);
  expect(await places()).toEqual(before);

  await stack.clearFaults();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All 3 sessions online at Lab.', {
    timeout: 40_000,
  });
  await expect(card(page, 'lab/prosody/tcp').getByText(/Last loss 0:\d\d ago: no answer in 3 × 1 s/)).toBeVisible();
  expect((await seen())[0]).toBe('All 3 sessions online at Lab.');
});

test('a session is paused and resumed by hand', async ({ page, stack }) => {
  await stack.heal();
  await page.goto(`${stack.url}/targets/lab/prosody/tcp`);
  await expect(page.locator(word)).toHaveText('Online');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Pause accepted.')).toBeVisible();
  await expect(page.locator(word)).toHaveText('Pausedby hand');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.locator(word)).toHaveText('Online');
  await expect(page.getByText('Resume accepted.')).toBeVisible();
  await page.getByRole('button', { name: 'Reconnect' }).click();
  await expect(page.getByText('Reconnect accepted.')).toBeVisible();
});

/** The kinds of state in the order in which they were seen, each change once. */
function inOrder(texts: string[]): string[] {
  const kinds = texts.map((t) => /^(Online|Unstable|Lost|Reconnecting)/.exec(t)?.[1] ?? t);
  const first = kinds.filter((kind, i) => kinds[i - 1] !== kind);
  // Back-off and tries take turns until the service answers again.
  const firstOnlineAgain = first.lastIndexOf('Online');
  const until = first.slice(0, firstOnlineAgain);
  return [...new Set(until), 'Online'];
}
