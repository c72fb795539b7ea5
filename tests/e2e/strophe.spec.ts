/** strophe.js, unmodified and in a real browser, against a simulated Finesse side: what a gadget's author does. */
import { expect, type Page, test } from '@playwright/test';
import { createSystemTime } from '../../server/time/system-time';
import { change, domain, monitor, type Scene, scene } from '../simulator/finesse/notification/scene';
import { servePage } from '../simulator/finesse/third-party/strophe-page';
import { createAuthority } from '../support/certificates';

test.use({ ignoreHTTPSErrors: true });

let its: Scene<ReturnType<typeof createSystemTime>>;
let page: { url: string; stop(): void };
test.beforeAll(async () => {
  const certificate = createAuthority().issue({ names: [domain, '127.0.0.1'] });
  its = await scene({}, createSystemTime({ keepAlive: false }), { certificate });
  page = await servePage();
});
test.afterAll(() => {
  expect(its.service.bugs()).toBe(0);
  its.stop();
  page.stop();
});

/** Calls what the page offers. */
function call(on: Page, name: string, ...args: string[]): Promise<unknown> {
  return on.evaluate(([fn, given]) => Reflect.get(window, fn)(...given), [name, args] as const);
}

const team = '/finesse/api/Team/1/Users';
for (const way of ['bosh', 'websocket', 'https', 'wss'] as const) {
  test(`over ${way}: connects, binds, pings, subscribes and gets an agent's event`, async ({ page: tab }) => {
    const jid = `monitor@${domain}/strophe-${way}`;
    await tab.goto(page.url);
    expect(await call(tab, 'connect', its.service.addresses[way] ?? '', jid, monitor.password)).toBe(jid);
    expect(await call(tab, 'appear')).toMatch(new RegExp(`^finesse@${domain}/`));
    expect(await call(tab, 'ping', domain)).toBe('result');
    expect(await call(tab, 'subscribe', `pubsub.${domain}`, team)).toBe('subscribed');
    expect(await call(tab, 'subscribe', `pubsub.${domain}`, '/finesse/api/User/1001002')).toContain('<forbidden');
    expect(its.service.sessions()).toMatchObject([
      { jid, transport: way === 'bosh' || way === 'https' ? 'bosh' : 'websocket' },
    ]);

    await call(tab, 'listen');
    const state = change(its, '1001002');
    expect(await call(tab, 'event')).toEqual({ node: team, loginId: '1001002', state, event: 'PUT', source: team });
    expect(await call(tab, 'leave')).toContain('DISCONNECTED');
    await expect.poll(() => its.service.sessions()).toEqual([]);
  });
}

test('a wrong password is told as such', async ({ page: tab }) => {
  await tab.goto(page.url);
  await call(tab, 'connect', its.service.addresses.websocket ?? '', `monitor@${domain}/strophe`, 'guess');
  expect(await call(tab, 'told')).toEqual(expect.arrayContaining([expect.stringMatching(/^AUTHFAIL/)]));
});

test('a browser that closes without a word is noticed', async ({ page: tab }) => {
  await tab.goto(page.url);
  await call(tab, 'connect', its.service.addresses.websocket ?? '', `monitor@${domain}/strophe`, monitor.password);
  expect(its.service.sessions()).toHaveLength(1);
  await tab.close();
  await expect.poll(() => its.service.sessions()).toEqual([]);
});
