/** `npm run bench -- live`: how long from a commit to a page's socket, and what it costs the worker, against bare socket.io as the floor. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { Batch } from '#contract';
import { issueTicket } from '../../server/live/ticket';
import { EPOCH } from '../live/support';
import { BENCH_KEY, nowMs, type Ran, type Run } from './live-server';

const CLIENTS = 50;
const SECONDS = 10;
const address = z.object({ port: z.number() });
const addresses = z.object({ holdfast: address, bare: address });
const ran = z.object({ events: z.number(), cpuMsPerS: z.number() });

interface Row extends Ran {
  name: string;
  latencies: number[];
  messages: number;
}

const server = fork(fileURLToPath(new URL('./live-server.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] });
const ports = addresses.parse((await once(server, 'message'))[0]);

async function enter(port: number, kind: Run['kind']): Promise<Socket> {
  const ticket = issueTicket(BENCH_KEY, { topics: ['cluster:*'], actor: 'bench', at: Date.now() });
  const socket = io(`http://127.0.0.1:${port}`, {
    path: '/live',
    transports: ['websocket'],
    forceNew: true,
    auth: { ticket },
  });
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  if (kind === 'holdfast') await socket.emitWithAck('subscribe', { topic: 'cluster:lab', lastSeq: 0, epoch: EPOCH });
  return socket;
}

async function measure(name: string, run: Run): Promise<Row> {
  const sockets = await Promise.all(Array.from({ length: CLIENTS }, () => enter(ports[run.kind].port, run.kind)));
  const startedAt = nowMs();
  const latencies: number[] = [];
  let messages = 0;
  const take = (events: readonly { pingId: string }[]) => {
    const at = nowMs();
    messages += 1;
    // A page that joins late is given what it missed: not a latency of the stream.
    for (const e of events) if (Number(e.pingId) >= startedAt) latencies.push(at - Number(e.pingId));
  };
  for (const socket of sockets) {
    socket.on('event', (e: { pingId: string }) => take([e]));
    socket.on('batch', (b: Batch) => take(b.events.flatMap((e) => ('pingId' in e ? [e] : []))));
  }
  server.send(run);
  const result = ran.parse((await once(server, 'message'))[0]);
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (const socket of sockets) socket.disconnect();
  return { name, latencies: latencies.sort((a, b) => a - b), messages, ...result };
}

const quantile = (sorted: number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;

function print(rows: Row[]): void {
  console.log(`${CLIENTS} pages over WebSocket, ${SECONDS} s each; from the commit to the page's socket\n`);
  console.table(
    Object.fromEntries(
      rows.map((r) => [
        r.name,
        {
          'median ms': quantile(r.latencies, 0.5).toFixed(1),
          'p95 ms': quantile(r.latencies, 0.95).toFixed(1),
          'max ms': quantile(r.latencies, 1).toFixed(1),
          'messages per page and s': (r.messages / CLIENTS / SECONDS).toFixed(1),
          'worker CPU ms per s': r.cpuMsPerS.toFixed(1),
          arrived: `${((100 * r.latencies.length) / (r.events * CLIENTS)).toFixed(1)} %`,
        },
      ]),
    ),
  );
}

await measure('warm-up', { kind: 'bare', everyMs: 5, seconds: 2 });
print([
  await measure('socket.io, one emit an event, 200/s', { kind: 'bare', everyMs: 5, seconds: SECONDS }),
  await measure('Holdfast, 200/s', { kind: 'holdfast', everyMs: 5, seconds: SECONDS }),
  await measure('socket.io, 2/s', { kind: 'bare', everyMs: 500, seconds: SECONDS }),
  await measure('Holdfast, 2/s: at once after quiet', { kind: 'holdfast', everyMs: 500, seconds: SECONDS }),
]);
server.disconnect();
process.exit(0);
