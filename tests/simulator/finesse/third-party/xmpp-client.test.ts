/** An unmodified @xmpp/client, in a process of its own that trusts our CA, against a simulated Finesse side. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSystemTime } from '../../../../server/time/system-time';
import { createAuthority } from '../../../support/certificates';
import { change, domain, monitor, type Scene, scene } from '../notification/scene';

let its: Scene<ReturnType<typeof createSystemTime>>;
let folder: string;
beforeAll(async () => {
  const authority = createAuthority();
  folder = mkdtempSync(join(tmpdir(), 'holdfast-ca-'));
  writeFileSync(join(folder, 'ca.pem'), authority.ca);
  const certificate = authority.issue({ names: [domain, '127.0.0.1'] });
  its = await scene({}, createSystemTime({ keepAlive: false }), { certificate });
});
afterAll(() => {
  expect(its.service.bugs()).toBe(0);
  its.stop();
  rmSync(folder, { recursive: true });
});

const team = '/finesse/api/Team/1/Users';
const foreign = '/finesse/api/User/1001002';

/** Runs the client to its end; @returns what it told, in order */
async function run(service: string, onReady: () => void): Promise<unknown[]> {
  const program = fileURLToPath(new URL('stock-client.mjs', import.meta.url));
  const wish = { service, domain, ...monitor, feeds: [team, foreign] };
  const child = spawn(process.execPath, [program, JSON.stringify(wish)], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told: unknown[] = [];
  for await (const line of createInterface(child.stdout)) {
    const fact: unknown = JSON.parse(line);
    if (line === '{"ready":true}') onReady();
    else told.push(fact);
  }
  return told;
}

const services = (): Record<string, string> => {
  const { tcp, tls, websocket, wss } = its.service.addresses;
  return {
    'TCP with STARTTLS': `xmpp://127.0.0.1:${tcp?.port}`,
    'TCP with TLS': `xmpps://127.0.0.1:${tls?.port}`,
    WebSocket: websocket ?? '',
    'WebSocket with TLS': wss ?? '',
  };
};

test.each([
  ['TCP with STARTTLS', 'tcp'],
  ['TCP with TLS', 'tcp'],
  ['WebSocket', 'websocket'],
  ['WebSocket with TLS', 'websocket'],
] as const)('over %s: connects, binds, pings, subscribes and gets an agent’s event', async (way, transport) => {
  const jid = `monitor@${domain}/stock`;
  let kind: string | undefined;
  let state = '';
  const told = await run(services()[way] ?? '', () => {
    kind = its.service.sessions().find((session) => session.jid === jid)?.transport;
    state = change(its, '1001002');
  });
  expect(kind).toBe(transport);
  expect(told).toEqual([
    { jid },
    { presence: expect.stringMatching(new RegExp(`^finesse@${domain}/`)) },
    { pong: true },
    { node: team, subscription: 'subscribed' },
    { node: foreign, refused: 'forbidden' },
    { from: `pubsub.${domain}`, node: team, payload: expect.stringContaining(`<state>${state}</state>`) },
    { offline: true },
  ]);
});
