/** Every transport keeps the promises of the port, plain and with TLS. */
import { describe, expect, test } from 'vitest';
import { certificateZoo } from '../support/certificates';
import { openLogged } from '../support/wire-log';
import { FEATURES, startPeer, type PeerScript, type Variant } from '../support/wire-servers';
const zoo = certificateZoo();
const trust = { ca: zoo.authority.ca };
const variants: Variant[] = ['tcp', 'starttls', 'tls', 'ws', 'wss', 'http', 'https'];
const expectedPhases: Record<Variant, string[]> = {
  tcp: ['dns', 'tcp'],
  starttls: ['dns', 'tcp', 'tls'],
  tls: ['dns', 'tcp', 'tls'],
  ws: ['dns', 'tcp', 'upgrade'],
  wss: ['dns', 'tcp', 'tls', 'upgrade'],
  http: ['dns', 'tcp', 'bosh-session'],
  https: ['dns', 'tcp', 'tls', 'bosh-session'],
};
const secure = (variant: Variant) => !['tcp', 'ws', 'http'].includes(variant);
const features = 'element {http://etherx.jabber.org/streams}features';
const iq = (id: string, content = '') => `<iq xmlns='jabber:client' type='get' id='${id}'>${content}</iq>`;

describe.each(variants)('%s', (variant) => {
  async function connected(script: PeerScript = {}) {
    const peer = await startPeer(variant, script, zoo.valid);
    const client = openLogged({ address: peer.address, trust });
    await client.until(features);
    return { peer, client };
  }

  test('opens through its phases, in order', async () => {
    const { peer, client } = await connected();
    const phases = expectedPhases[variant];
    expect(client.log.filter((line) => line.startsWith('phase'))).toEqual(phases.map((phase) => `phase ${phase}`));
    expect(client.log.slice(-2)).toEqual(['open', features]);
    expect(client.opened.at(-1)).toMatchObject({ id: 's1', from: 'lab.example', version: '1.0' });
    expect(client.wire.secure).toBe(secure(variant));
    client.wire.close();
    await client.until('closed');
    expect(client.log.at(-1)).toBe('closed by us');
    await peer.stop();
  });
});
