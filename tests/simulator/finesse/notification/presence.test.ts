/** Who sees whom on one side: `finesse@` by everybody, agents only where a switch lets it, and never a hint otherwise. */
import { afterEach, describe, expect, test } from 'vitest';
import type { WorldSettingsInput } from '../../../../server/simulator/finesse/world/port';
import type { VirtualTime } from '../../../../server/time/virtual-time';
import { type Client, domain, monitor, other, type Scene, signIn, virtualScene } from './scene';

let its: Scene<VirtualTime>;
const start = async (settings: WorldSettingsInput = {}): Promise<void> => {
  its = await virtualScene(settings);
};
afterEach(() => {
  expect(its.service.bugs()).toBe(0);
  its.stop();
});

const finesse = `finesse@${domain}`;

describe('the web application', () => {
  test('is there for whoever becomes available, and not before', async () => {
    await start();
    const client = await signIn(its, monitor, 'desk', null);
    expect(await client.heard()).not.toContain(finesse);
    client.say('<presence/>');
    expect(await client.until(/<presence [^>]*\/>/)).toMatch(new RegExp(`from="${finesse}/[^"]+" to="${client.jid}"`));
  });

  test('goes and comes with Tomcat, told to everybody who is available', async () => {
    await start();
    const client = await signIn(its, monitor, 'desk');
    const hidden = await signIn(its, other, 'desk', null);
    its.world.act({ do: 'stop', side: 'A', part: 'tomcat' });
    expect(await client.until(/<presence [^>]*>/)).toMatch(new RegExp(`type="unavailable" from="${finesse}/`));
    its.world.act({ do: 'start', side: 'A', part: 'tomcat' });
    await its.time.advance(10_000);
    expect(await client.until(/<presence [^>]*>/)).not.toContain('unavailable');
    expect(await hidden.heard()).not.toContain(finesse);
  });

  test('says nothing to newcomers while it is down: they wait for it', async () => {
    await start();
    its.world.act({ do: 'stop', side: 'A', part: 'tomcat' });
    const client = await signIn(its, monitor, 'desk');
    expect(await client.heard()).not.toContain(finesse);
    its.world.act({ do: 'start', side: 'A', part: 'tomcat' });
    await its.time.advance(10_000);
    expect(await client.heard()).toContain(`from="${finesse}/`);
  });

  test('answers a probe and a subscription, and is in the roster', async () => {
    await start();
    const client = await signIn(its, monitor, 'desk');
    client.say(`<presence type='probe' to='${finesse}'/>`);
    expect(await client.heard()).toContain(`from="${finesse}/`);
    client.say(`<presence type='subscribe' to='${finesse}'/>`);
    expect(await client.heard()).toContain('type="subscribed"');
    expect(await client.ask('get', domain, `<query xmlns='jabber:iq:roster'/>`)).toContain(`jid="${finesse}"`);
  });
});

describe('an agent', () => {
  const agent = `1001002@${domain}`;
  const subscribe = (client: Client): void => client.say(`<presence type='subscribe' to='${agent}'/>`);

  test('refused: nothing is told, not now, not when something changes, not by a probe', async () => {
    await start();
    const client = await signIn(its, monitor, 'desk');
    subscribe(client);
    expect(await client.until(/<presence [^>]*>/)).toMatch(new RegExp(`type="unsubscribed" from="${agent}"`));
    client.say(`<presence type='probe' to='${agent}'/><presence type='probe' to='${agent}/desktop'/>`);
    expect(await client.heard()).not.toContain(agent);
    its.world.act({ do: 'kill', who: { loginId: '1001002' } });
    await its.time.advance(60_000);
    expect(await client.heard()).not.toContain(agent);
    await its.time.advance(60_000);
    const ping = `<ping xmlns='urn:xmpp:ping'/>`;
    const answers = [await client.ask('get', `${agent}/desktop`, ping), await client.ask('get', `${agent}/no`, ping)];
    for (const answer of answers) expect(answer).toContain('<service-unavailable');
    expect(answers.join('')).not.toContain('<presence');
    expect(its.world.side('A').availableJids(agent)).toEqual([]);
  });

  test('granted: presence comes at once, with every change, and again at the next session', async () => {
    await start({ profile: 'generous' });
    const client = await signIn(its, monitor, 'desk');
    subscribe(client);
    expect(await client.heard()).toMatch(new RegExp(`type="subscribed".*from="${agent}/desktop"`));
    its.world.act({ do: 'close', who: { loginId: '1001002' } });
    await its.time.advance(1_000);
    expect(await client.heard()).toMatch(new RegExp(`type="unavailable" from="${agent}/desktop"`));
    its.world.act({ do: 'open', who: { loginId: '1001002' } });
    await its.time.advance(30_000);
    expect(await client.heard()).toMatch(new RegExp(`<presence from="${agent}/desktop"`));
    const next = await signIn(its, monitor, 'next');
    expect(await next.heard()).toContain(`from="${agent}/desktop"`);
    expect(await next.ask('get', domain, `<query xmlns='jabber:iq:roster'/>`)).toContain(`jid="${agent}"`);
    next.say(`<presence type='unsubscribe' to='${agent}'/>`);
    await next.heard();
    its.world.act({ do: 'close', who: { loginId: '1001002' } });
    await its.time.advance(1_000);
    expect(await next.heard()).not.toContain(agent);
  });

  test('with a real client beside the desktop: the later one gets what is for both', async () => {
    await start();
    const client = await signIn(its, { username: '1001002', password: 'agent' }, 'beside');
    its.world.act({ do: 'set-state', who: { loginId: '1001002' }, state: 'READY' });
    expect(await client.event()).toContain(`<items node="/finesse/api/User/1001002">`);
    client.say('<presence><priority>-1</priority></presence>');
    await client.heard();
    its.world.act({ do: 'set-state', who: { loginId: '1001002' }, state: 'NOT_READY' });
    expect(await client.heard()).not.toContain('<message');
    // the desktop had it: nothing waits for the next available presence
    client.say(`<presence type='unavailable'/><presence/>`);
    expect(await client.heard()).not.toContain('<message');
  });

  test('cannot let itself be seen by whom the switch forbids', async () => {
    await start();
    const client = await signIn(its, monitor, 'desk');
    const colleague = await signIn(its, { username: '1001002', password: 'agent' }, 'beside');
    colleague.say(`<presence type='subscribed' to='monitor@${domain}'/>`);
    await colleague.heard();
    await client.heard();
    colleague.say('<presence><show>away</show></presence>');
    await colleague.heard();
    expect(await client.heard()).not.toContain(agent);
  });
});

describe('one’s own presence', () => {
  test.each([
    ['silent', false],
    ['echoed', true],
  ] as const)('%s', async (ownPresence, comesBack) => {
    await start({ switches: { ownPresence } });
    const client = await signIn(its, monitor, 'desk', null);
    client.say('<presence><show>away</show></presence>');
    const heard = await client.heard();
    expect(heard.includes(`from="${client.jid}"`)).toBe(comesBack);
    expect(heard).toContain(`from="${finesse}/`);
  });

  test('is told to one’s other sessions: coming, changing, going', async () => {
    await start();
    const first = await signIn(its, monitor, 'first');
    const second = await signIn(its, monitor, 'second');
    const from = new RegExp(`<presence [^>]*from="${second.jid}"[^>]*>`);
    expect(await first.until(from)).not.toContain('unavailable');
    expect(await second.heard()).toContain(`from="${first.jid}"`);
    second.say('<presence><show>away</show></presence>');
    expect(await first.until(/<\/presence>/)).toContain('<show>away</show>');
    second.say(`<presence to='${first.jid}'/>`);
    await first.until(from);
    second.raw.socket.destroy();
    expect(await first.until(from)).toContain('type="unavailable"');
    expect(its.world.side('A').availableJids(`monitor@${domain}`)).toEqual([first.jid]);
  });
});
