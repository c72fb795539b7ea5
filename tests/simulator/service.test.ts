/** Two users of the simulator, one of them at several places: who gets what. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator, type TestSimulator } from '../support/simulator';
import { pingRequest, type RawClient, signIn } from '../support/simulator-client';

const ann = { username: 'ann', password: 'a' };
const bob = { username: 'bob', password: 'b' };
let simulator: TestSimulator;
beforeEach(async () => {
  simulator = await startSimulator({ users: [ann, bob] });
});
afterEach(() => {
  expect(simulator.state().bugs).toBe(0);
  simulator.stop();
});

const say = (to: string, text: string, type = 'chat'): string =>
  `<message to='${to}' type='${type}'><body>${text}</body></message>`;

/** What this client got until now, told by a ping to itself that comes after it. */
async function heard(client: RawClient): Promise<string> {
  const id = `mark-${Math.random()}`;
  client.write(pingRequest(id));
  return client.until(new RegExp(`<iq[^>]*id="${id}"[^>]*/>`));
}

describe('messages to a bare JID', () => {
  test('go to the highest priority, and to the most recent of several that tie', async () => {
    const low = await signIn(simulator, bob, 'low', 0);
    const high = await signIn(simulator, bob, 'high', 5);
    const sender = await signIn(simulator, ann, 'desk');
    sender.write(say('bob@sim.example', 'to high'));
    expect(await high.until(/<\/message>/)).toContain('<body>to high</body>');

    low.write('<presence><priority>5</priority></presence>');
    await low.until(/<priority>5<\/priority><\/presence>/);
    sender.write(say('bob@sim.example', 'to the most recent'));
    expect(await low.until(/<\/message>/)).toContain('from="ann@sim.example/desk"');
    expect(await heard(high)).not.toContain('to the most recent');
  });

  test('never go to a negative priority: the sender learns that nobody is there', async () => {
    const hidden = await signIn(simulator, bob, 'hidden', -1);
    const sender = await signIn(simulator, ann, 'desk');
    sender.write(say('bob@sim.example', 'anyone?'));
    expect(await sender.until(/<\/message>/)).toMatch(/type="error".*<service-unavailable/);
    expect(await heard(hidden)).not.toContain('anyone?');
  });

  test('of type headline go to every available resource', async () => {
    const places = [await signIn(simulator, bob, 'one'), await signIn(simulator, bob, 'two')];
    const sender = await signIn(simulator, ann, 'desk');
    sender.write(say('bob@sim.example', 'fire drill', 'headline'));
    for (const place of places) expect(await place.until(/<\/message>/)).toContain('fire drill');
  });
});

test('a full JID reaches that resource, and an IQ for a resource that is gone is answered', async () => {
  const one = await signIn(simulator, bob, 'one', 9);
  const two = await signIn(simulator, bob, 'two', 0);
  const sender = await signIn(simulator, ann, 'desk');
  sender.write(say('bob@sim.example/two', 'psst'));
  expect(await two.until(/<\/message>/)).toContain('psst');
  expect(await heard(one)).not.toContain('psst');
  sender.write(pingRequest('gone', 'bob@sim.example/three'));
  expect(await sender.until(/<\/iq>/)).toMatch(/id="gone".*<service-unavailable/);
});

test('an IQ between users is carried there and back', async () => {
  const callee = await signIn(simulator, bob, 'desk');
  const caller = await signIn(simulator, ann, 'desk');
  caller.write(pingRequest('p1', 'bob@sim.example/desk'));
  expect(await callee.until(/<ping[^>]*>/)).toContain('from="ann@sim.example/desk"');
  callee.write(`<iq type='result' id='p1' to='ann@sim.example/desk'/>`);
  expect(await caller.until(/<iq[^>]*id="p1"[^>]*\/>/)).toContain('from="bob@sim.example/desk"');
});

test.each([
  ['an unknown user', `<iq type='get' id='x' to='carol@sim.example'><q xmlns='a:b'/></iq>`, 'service-unavailable'],
  ['an unknown question', `<iq type='get' id='x' to='sim.example'><q xmlns='a:b'/></iq>`, 'service-unavailable'],
  ['another domain', `<iq type='get' id='x' to='ann@else.example'><q xmlns='a:b'/></iq>`, 'remote-server-not-found'],
  ['an address that is none', `<iq type='get' id='x' to='@/'><q xmlns='a:b'/></iq>`, 'jid-malformed'],
  ['a question without content', `<iq type='get' id='x' to='sim.example'/>`, 'bad-request'],
])('an IQ for %s is answered', async (_what, stanza, condition) => {
  const client = await signIn(simulator, ann, 'desk');
  client.write(stanza);
  expect(await client.until(/<\/iq>/)).toMatch(new RegExp(`id="x".*<${condition} `));
});

describe('presence', () => {
  test('own resources see each other come and go', async () => {
    const first = await signIn(simulator, ann, 'first');
    const second = await signIn(simulator, ann, 'second');
    expect(await first.until(/<presence[^>]*second"[^>]*>/)).not.toContain('unavailable');
    expect(await second.until(/<presence[^>]*first"[^>]*>/)).not.toContain('unavailable');
    second.socket.destroy();
    expect(await first.until(/<presence[^>]*type="unavailable"[^>]*>/)).toContain('ann@sim.example/second');
  });

  test('contacts see it, strangers do not', async () => {
    const stranger = await signIn(simulator, bob, 'desk');
    await signIn(simulator, ann, 'one');
    expect(await heard(stranger)).not.toContain('ann@');
    simulator.service.befriend('ann', 'bob');
    const second = await signIn(simulator, ann, 'two');
    expect(await stranger.until(/<presence[^>]*ann@sim.example\/two"[^>]*>/)).toContain('to="bob@sim.example"');
    second.write(`<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>`);
    expect(await second.until(/id="r".*<\/iq>/)).toContain('jid="bob@sim.example" subscription="both"');
  });

  test('a probe by a stranger stays without an answer', async () => {
    await signIn(simulator, bob, 'desk');
    const stranger = await signIn(simulator, ann, 'desk');
    stranger.write(`<presence type='probe' to='bob@sim.example'/>`);
    expect(await heard(stranger)).not.toContain('bob@');
  });

  test('a subscription is asked for, granted, and shows who is there', async () => {
    const asker = await signIn(simulator, ann, 'desk');
    const asked = await signIn(simulator, bob, 'desk');
    asker.write(`<presence type='subscribe' to='bob@sim.example'/>`);
    expect(await asked.until(/<presence[^>]*type="subscribe"[^>]*>/)).toContain('from="ann@sim.example"');
    asked.write(`<presence type='subscribed' to='ann@sim.example'/>`);
    await asker.until(/<presence[^>]*type="subscribed"[^>]*>/);
    await asker.until(/<presence[^>]*from="bob@sim.example\/desk"[^>]*>/);
    asked.socket.destroy();
    await asker.until(/<presence[^>]*type="unavailable"[^>]*>/);
  });
});

test('whoever binds a resource that is taken has it: the other ends with conflict', async () => {
  const old = await signIn(simulator, ann, 'desk');
  const fresh = await signIn(simulator, ann, 'desk');
  expect(await old.closed).toMatch(/<stream:error.*<conflict /);
  expect(await heard(fresh)).toContain('type="result"');
  expect(simulator.state().sessions).toHaveLength(1);
});

test('a component answers for a domain of its own', async () => {
  simulator.service.addComponent('pubsub.sim.example', (stanza) => {
    simulator.service.route(
      Object.assign(stanza, {
        attrs: { ...stanza.attrs, to: stanza.attrs.from, from: stanza.attrs.to, type: 'result' },
      }),
    );
  });
  const client = await signIn(simulator, ann, 'desk');
  client.write(`<iq type='get' id='c' to='pubsub.sim.example'><q xmlns='a:b'/></iq>`);
  expect(await client.until(/<\/iq>/)).toContain('from="pubsub.sim.example"');
});
