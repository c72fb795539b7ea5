/** A small JSON API on loopback for whoever controls a simulator: never for web sites that a browser happens to show. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { z } from 'zod';

export interface ApiRequest {
  query: URLSearchParams;
  /** Parsed JSON; undefined when there was none or it was none. */
  body: unknown;
}

export interface ApiReply {
  status: number;
  body: unknown;
}

/** By method and path: `POST /faults`. */
export type ApiRoutes = Readonly<Record<string, (request: ApiRequest) => ApiReply | Promise<ApiReply>>>;

export interface JsonApi {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): void;
}

const MAX_BODY_BYTES = 65_536;

/** @param port 0 = a free one; rejects when it is taken */
export async function openJsonApi(routes: ApiRoutes, port: number): Promise<JsonApi> {
  const server = createServer((req, res) => void handle(routes, req, res));
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

export const failed = (status: number, error: string): ApiReply => ({ status, body: { error } });
export const found = (body: unknown): ApiReply => ({ status: 200, body });

/** Goes on with what is right, or says what is wrong and where. */
export function checked<T extends z.ZodType>(
  schema: T,
  value: unknown,
  next: (value: z.output<T>) => ApiReply,
): ApiReply {
  const parsed = schema.safeParse(value);
  if (parsed.success) return next(parsed.data);
  const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  return { status: 400, body: { error: 'invalid', issues } };
}

async function handle(routes: ApiRoutes, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { status, body } = await replyTo(routes, req).catch(() => failed(500, 'internal-error'));
  res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  res.end(`${JSON.stringify(body)}\n`);
}

async function replyTo(routes: ApiRoutes, req: IncomingMessage): Promise<ApiReply> {
  // a page of some web site must not reach us through a name of its own that points here
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(req.headers.host ?? '')) return failed(403, 'forbidden-host');
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://localhost');
  const name = `${req.method} ${pathname}`;
  const run = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (run === undefined) {
    const otherVerb = Object.keys(routes).some((route) => route.endsWith(` ${pathname}`));
    return otherVerb ? failed(405, 'method-not-allowed') : failed(404, 'not-found');
  }
  if (req.method === 'GET' || req.method === 'DELETE') return run({ query: searchParams, body: undefined });
  // asked for lest a form of some web site could do it
  if (!req.headers['content-type']?.startsWith('application/json')) return failed(415, 'not-json');
  const text = await readText(req);
  return text === null ? failed(413, 'too-large') : run({ query: searchParams, body: parseJson(text) });
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
