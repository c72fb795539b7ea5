/** An unmodified @xmpp/client gets along with the simulator. */
import { client, xml } from '@xmpp/client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startSimulator, type TestSimulator, testUser } from '../support/simulator';

// Node 20 has no WebSocket of its own, and the stock client takes the global one.
beforeAll(() => void vi.stubGlobal('WebSocket', WebSocket));
afterAll(() => void vi.unstubAllGlobals());

let simulator: TestSimulator;
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.stop());

for (const transport of ['tcp', 'websocket'] as const) {
  test(`stock client over ${transport}: signs in, binds, pings, gets its own messages`, async () => {
    const { tcp, websocket } = simulator.addresses;
    const service = transport === 'tcp' ? `xmpp://${tcp.host}:${tcp.port}` : websocket;
    const xmpp = client({ service, domain: simulator.domain, resource: 'stock', ...testUser });
    xmpp.on('error', () => undefined);
    const jid = await xmpp.start();
    expect(String(jid)).toBe('holdfast@sim.example/stock');

    await xmpp.send(xml('presence'));
    const pong = await xmpp.iqCaller.get(xml('ping', { xmlns: 'urn:xmpp:ping' }), simulator.domain);
    expect(pong).toBeUndefined();

    const message = new Promise<string>((resolve) => {
      xmpp.on('stanza', (stanza) => stanza.is('message') && resolve(stanza.getChildText('body') ?? ''));
    });
    await xmpp.send(xml('message', { to: 'holdfast@sim.example', type: 'chat' }, xml('body', {}, 'a <b> & c')));
    expect(await message).toBe('a <b> & c');
    expect(simulator.state().sessions).toMatchObject([{ jid: 'holdfast@sim.example/stock', transport, priority: 0 }]);
    await xmpp.stop();
    expect(simulator.state().bugs).toBe(0);
  });
}
