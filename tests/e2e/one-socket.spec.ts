/** A tab has one live socket, however slowly the page starts: React may begin to render it several times. */
import { expect, test } from '../support/e2e-fixtures';

test('a slow computer opens one socket a page', async ({ page, stack }) => {
  const slow = await page.context().newCDPSession(page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  let sockets = 0;
  page.on('websocket', () => {
    sockets += 1;
  });
  const header = page.getByRole('banner');
  for (const path of ['/targets/lab/prosody/websocket', '/', '/targets/lab/prosody/bosh', '/targets/lab/prosody/tcp']) {
    sockets = 0;
    await page.goto(stack.url + path);
    await expect(header).toContainText(/live/);
    expect(sockets, path).toBe(1);
  }
});
