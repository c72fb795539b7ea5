/** The simulator's BOSH, told request by request. */
import { afterEach, describe, expect, test } from 'vitest';
import type { BoshSettings } from '../../server/simulator/bosh-settings';
import { createVirtualTime, type VirtualTime } from '../../server/time/virtual-time';
import { startSimulator, type TestSimulator } from '../support/simulator';
import { bindRequest, pingRequest, plainAuth, postBosh } from '../support/simulator-client';

let simulator: TestSimulator;
let time: VirtualTime;
let sid = '';
afterEach(() => {
  expect(simulator.state().bugs).toBe(0);
  simulator.stop();
});

const post = (attrs: string, content = '') => postBosh(simulator.addresses.bosh, attrs, content);
const ask = (rid: number, content = '', more = '') => post(`sid='${sid}' rid='${rid}' ${more}`, content);

/** A session whose first request had rid 100. */
async function create(bosh: Partial<BoshSettings> = {}, wish = `hold='1' wait='20'`): Promise<string> {
  time = createVirtualTime();
  simulator = await startSimulator({ bosh }, time);
  const { body } = await post(`rid='100' to='sim.example' ver='1.6' xmpp:version='1.0' ${wish}`);
  sid = /sid="([^"]+)"/.exec(body)?.[1] ?? '';
  return body;
}

/** Signs in and binds; the next rid is 104. */
async function bound(bosh: Partial<BoshSettings> = {}): Promise<void> {
  await create(bosh);
  expect((await ask(101, plainAuth('holdfast', 'secret'))).body).toContain('<success');
  expect((await ask(102, '', `xmpp:restart='true' to='sim.example'`)).body).toContain('<bind');
  expect((await ask(103, bindRequest('web'))).body).toContain('holdfast@sim.example/web');
}

/** Lets HTTP requests under way arrive. */
async function arrive(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 30));
}

test('the creation says what was agreed, and offers mechanisms at once', async () => {
  const body = await create({ requests: 3 }, `hold='5' wait='600'`);
  for (const said of ['hold="1"', 'wait="60"', 'requests="3"', 'inactivity="30"', 'polling="5"', 'ver="1.6"']) {
    expect(body).toContain(said);
  }
  expect(body).toMatch(/<stream:features.*SCRAM-SHA-256/);
});

test('an unknown domain is refused inside the body', async () => {
  await create();
  const { status, body } = await post(`rid='7' to='else.example' ver='1.6' xmpp:version='1.0' hold='1' wait='20'`);
  expect(status).toBe(200);
  expect(body).toMatch(/type="terminate" condition="remote-stream-error".*<host-unknown/);
});

test('a session signs in, binds, pings and ends', async () => {
  await bound();
  expect((await ask(104, pingRequest('p'))).body).toMatch(/<iq[^>]*type="result"[^>]*id="p"/);
  expect(simulator.state().sessions).toMatchObject([{ jid: 'holdfast@sim.example/web', transport: 'bosh' }]);
  expect((await ask(105, '', `type='terminate'`)).body).toContain('type="terminate"');
  expect(simulator.state().sessions).toEqual([]);
  expect((await ask(106)).status).toBe(404);
});

describe('held requests', () => {
  test('wait in vain for `wait` seconds, or until there is something to say', async () => {
    await bound();
    const idle = ask(104);
    await arrive();
    await time.advance(20_000);
    expect((await idle).body).toMatch(/^<body xmlns="[^"]*"\/>$/);
    const waiting = ask(105);
    await arrive();
    const newer = ask(106, `<message to='holdfast@sim.example/web'><body>hi</body></message>`);
    expect((await waiting).body).toContain('<body>hi</body>');
    await time.advance(20_000);
    expect((await newer).body).not.toContain('hi');
  });

  test('are answered when a newer one comes: never more than `hold`', async () => {
    await bound();
    const first = ask(104);
    await arrive();
    const second = ask(105, `<presence to='nobody@sim.example'/>`);
    expect((await first).body).toContain('ack="105"');
    await time.advance(20_000);
    expect((await second).body).not.toContain('ack');
  });
});

test('what was answered is answered again, word for word, and done only once', async () => {
  await bound();
  const said = await ask(104, pingRequest('once'));
  expect(await ask(104, pingRequest('once'))).toEqual(said);
});

test('a request that overtakes another waits for it', async () => {
  await bound();
  const later = ask(105, pingRequest('second'));
  await arrive();
  const sooner = ask(104, pingRequest('first'));
  const both = (await sooner).body + (await later).body;
  expect(both.indexOf('id="first"')).toBeLessThan(both.indexOf('id="second"'));
});

test('a rid outside the window ends the session with item-not-found', async () => {
  await bound();
  expect((await ask(200)).body).toContain('condition="item-not-found"');
  expect((await ask(104)).status).toBe(404);
});

test('an idle session is forgotten without a word: its next request finds nothing', async () => {
  await bound({ inactivityS: 30 });
  await time.advance(29_000);
  expect(simulator.state().sessions).toHaveLength(1);
  await time.advance(2_000);
  expect(simulator.state().sessions).toEqual([]);
  const { status, body } = await ask(104);
  expect(status).toBe(404);
  expect(body).toContain('condition="item-not-found"');
});

test('a session that ends while nobody listens says why at the next request, and is forgotten after that', async () => {
  await bound();
  simulator.faults.add({ kind: 'terminate', transport: 'bosh', condition: 'system-shutdown' });
  expect(simulator.state().sessions).toEqual([]);
  expect((await ask(104)).body).toContain('condition="system-shutdown"');
  expect((await ask(105)).status).toBe(404);
});

test('polling faster than agreed is a breach of policy', async () => {
  await create({ pollingS: 5 }, `hold='0' wait='0'`);
  expect((await ask(101)).body).not.toContain('terminate');
  await time.advance(1_000);
  expect((await ask(102)).body).toContain('condition="policy-violation"');
});

test('an empty request for each one that is answered early is a breach of policy too', async () => {
  await bound({ requests: 3 });
  const told = [ask(104), ask(105), ask(106)];
  expect((await Promise.all(told)).map((reply) => reply.body).join('')).toContain('condition="policy-violation"');
});

test('a request with something to say in between is none', async () => {
  await bound();
  void ask(104);
  await arrive();
  void ask(105, `<presence to='nobody@sim.example'/>`);
  await arrive();
  const last = ask(106);
  await arrive();
  await time.advance(20_000);
  expect((await last).body).not.toContain('terminate');
});

test('a stream error ends the session as remote-stream-error, with the error inside', async () => {
  await bound();
  const { body } = await ask(104, `<nonsense xmlns='a:b'/>`);
  expect(body).toMatch(/condition="remote-stream-error".*<unsupported-stanza-type/);
});
