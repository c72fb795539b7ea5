/** The control door of the simulator: state and faults as JSON over HTTP, on loopback only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { z } from 'zod';
import { type FaultInput, faultFilter, faultInput } from './faults';
import type { Simulator } from './simulator';

export interface ControlApi {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): void;
}

const MAX_BODY_BYTES = 65_536;

interface Reply {
  status: number;
  body: unknown;
}

/**
 * `GET /state` → the state; `POST /faults` with a fault → 201 `{ id }`, `id` null for one that happens once;
 * `DELETE /faults?id=&kind=&transport=` → `{ cleared }`. What is wrong with a request is told as `{ error, issues }`.
 * @param port 0 = a free one
 */
export async function openControlApi(simulator: Simulator, port: number): Promise<ControlApi> {
  const server = createServer((req, res) => void handle(simulator, req, res));
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function handle(simulator: Simulator, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { status, body } = await replyTo(simulator, req);
  res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  res.end(`${JSON.stringify(body)}\n`);
}

async function replyTo(simulator: Simulator, req: IncomingMessage): Promise<Reply> {
  // a page of some web site must not reach us through a name of its own that points here
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(req.headers.host ?? '')) return failed(403, 'forbidden-host');
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost');
  switch (`${req.method} ${pathname}`) {
    case 'GET /state':
      return { status: 200, body: simulator.state() };
    case 'POST /faults':
      return addFault(simulator, req);
    case 'DELETE /faults':
      return clearFaults(simulator, searchParams);
    default:
      return pathname === '/state' || pathname === '/faults'
        ? failed(405, 'method-not-allowed')
        : failed(404, 'not-found');
  }
}

async function addFault(simulator: Simulator, req: IncomingMessage): Promise<Reply> {
  // asked for lest a form of some web site could do it
  if (!req.headers['content-type']?.startsWith('application/json')) return failed(415, 'not-json');
  const text = await readText(req);
  if (text === null) return failed(413, 'too-large');
  const parsed = faultInput.safeParse(parseJson(text));
  if (!parsed.success) return { status: 400, body: { error: 'invalid', issues: issuesOf(parsed.error) } };
  return { status: 201, body: { id: simulator.faults.add(parsed.data satisfies FaultInput) } };
}

function clearFaults(simulator: Simulator, params: URLSearchParams): Reply {
  const parsed = faultFilter.safeParse(Object.fromEntries(params));
  if (!parsed.success) return { status: 400, body: { error: 'invalid', issues: issuesOf(parsed.error) } };
  return { status: 200, body: { cleared: simulator.faults.clear(parsed.data) } };
}

const failed = (status: number, error: string): Reply => ({ status, body: { error } });

function issuesOf(error: z.ZodError): { path: string; message: string }[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Null = too large. */
async function readText(req: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString();
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
