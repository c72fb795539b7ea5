/** Finds loopback ports that nobody uses. */
import { createServer } from 'node:net';
import { numbersOf, PORT_SPAN, portsFrom } from '../simulator/finesse/ports';

/** Below the range from which systems give out ports to clients: a port that is closed for a while stays ours. */
const FIRST_BASE = 20_220;
const LAST_BASE = 24_990;

/** A base from which all the simulator's ports are free; null = nowhere. */
export async function freePortBase(): Promise<number | null> {
  for (let base = FIRST_BASE; base <= LAST_BASE; base += PORT_SPAN) {
    const free = await Promise.all(numbersOf(portsFrom(base)).map(isFree));
    if (free.every(Boolean)) return base;
  }
  return null;
}

/** Any free port. */
export async function freePort(): Promise<number> {
  return (await tryPort(0)) ?? 0;
}

async function isFree(port: number): Promise<boolean> {
  return (await tryPort(port)) !== null;
}

/** @returns the port that could be opened, or null */
function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const opened = typeof address === 'object' && address !== null ? address.port : null;
      server.close(() => resolve(opened));
    });
  });
}
