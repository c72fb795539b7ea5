/** A host with several addresses: each is tried in turn. */
import { createServer } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createSystemTime } from '../../server/time/system-time';
import { type Dialled, dial } from '../../server/transport/dial';
import { doorsOf, listen } from '../support/wire-servers';

const names = vi.hoisted(() => ({ addresses: [] as string[] }));
vi.mock('node:dns', () => ({
  lookup(
    _host: string,
    _options: unknown,
    done: (error: null, addresses: { address: string; family: number }[]) => void,
  ) {
    setImmediate(() =>
      done(
        null,
        names.addresses.map((address) => ({ address, family: 4 })),
      ),
    );
  },
}));

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

async function dialled(addresses: string[]): Promise<{ result: Dialled; phases: string[] }> {
  names.addresses = addresses;
  const server = createServer();
  const { stop } = doorsOf(server);
  cleanups.push(stop);
  const port = await listen(server, '127.0.0.1');
  const phases: string[] = [];
  const observer = { onPhase: (phase: string) => phases.push(phase), onCertificate: () => {} };
  const result = await new Promise<Dialled>((resolve) => {
    dial({ host: 'many.example', port, tls: null }, observer, createSystemTime(), resolve);
  });
  if (result.ok) result.socket.destroy();
  return { result, phases };
}

test('the second address answers where the first refuses', async () => {
  const { result, phases } = await dialled(['127.0.0.2', '127.0.0.1']);
  expect(result.ok).toBe(true);
  expect(phases).toEqual(['dns', 'tcp']);
});

test('when all refuse, so it says', async () => {
  const { result } = await dialled(['127.0.0.2', '127.0.0.3']);
  expect(result).toMatchObject({ ok: false, failure: { condition: 'connection-refused', phase: 'tcp' } });
});

test('a name without addresses is not found', async () => {
  const { result } = await dialled([]);
  expect(result).toMatchObject({ ok: false, failure: { condition: 'host-not-found', phase: 'dns' } });
});
