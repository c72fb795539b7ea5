/** Loopback ports that nobody listens on. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

const FIRST_PORT = 25_100;
const LAST_PORT = 32_000;

/**
 * All are held before the first is given back, so that they differ. From below the range that the system gives to outgoing
 * connections: otherwise a client could be sitting on the port before its server opens it, or while it is being revived.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = [];
  const ports: number[] = [];
  while (held.length < count) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    const server = createServer();
    const listening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!listening) continue;
    held.push(server);
    ports.push(port);
  }
  await Promise.all(held.map((server) => once(server.close(), 'close')));
  return ports;
}

export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}
