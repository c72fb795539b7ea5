/** A receiver of webhooks on loopback with bad manners: it refuses, asks for patience, and takes messages without saying so. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { mulberry32 } from '../../server/time/virtual-time';

const posted = z.object({
  key: z.string(),
  transition: z.enum(['opened', 'reminder', 'resolved']),
  subject: z.string(),
  lines: z.array(z.string()),
  incident: z.object({ id: z.string() }),
  bundled: z.array(z.object({ incidentId: z.string() })),
});

export interface Taken {
  channel: string;
  key: string;
  transition: 'opened' | 'reminder' | 'resolved';
  /** The first, and those told in the same message. */
  incidentIds: readonly string[];
  /** What people read. */
  text: string;
  /** When it was there, on this process's monotonic clock. */
  monoMs: number;
}

export interface Receiver {
  url(channel: string): string;
  /** In the order in which they came; one whose answer was lost is here, and comes again. */
  taken: readonly Taken[];
  requests(): number;
  /** From now on everything is taken. */
  behave(): void;
  /** Resolves when the next request has come, and before it is answered. */
  next(): Promise<void>;
  stop(): void;
}

const SLOWEST_MS = 250;

/** @param seed of its moods; null: it has none */
export async function startReceiver(seed: number | null): Promise<Receiver> {
  const random = mulberry32(seed ?? 0);
  const taken: Taken[] = [];
  let requests = 0;
  let behaves = seed === null;
  let waiting: (() => void)[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      requests += 1;
      for (const wake of waiting.splice(0)) wake();
      const monoMs = performance.now();
      const run = () => answer((req.url ?? '').slice(1), Buffer.concat(chunks).toString(), res, monoMs);
      if (behaves) run();
      else setTimeout(run, random() * SLOWEST_MS);
    });
  });

  function answer(channel: string, body: string, res: ServerResponse, monoMs: number): void {
    const mood = behaves ? 1 : random();
    if (mood < 0.15) res.writeHead(500).end();
    else if (mood < 0.22) res.writeHead(429, { 'retry-after': '1' }).end();
    else {
      const { key, transition, subject, lines, incident, bundled } = posted.parse(JSON.parse(body));
      const incidentIds = [incident.id, ...bundled.map((b) => b.incidentId)];
      taken.push({ channel, key, transition, incidentIds, text: [subject, ...lines].join('\n'), monoMs });
      if (mood < 0.35) res.destroy();
      else res.writeHead(204).end();
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: (channel) => `http://127.0.0.1:${port}/${channel}`,
    taken,
    requests: () => requests,
    behave() {
      behaves = true;
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
    stop() {
      server.close();
      server.closeAllConnections();
      waiting = [];
    },
  };
}
