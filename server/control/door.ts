/** The worker's internal HTTP door: health, metrics, and commands from the dashboard, who proves itself with the shared key. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv4 } from 'node:net';
import type { Logger } from 'pino';
import { z } from 'zod';
import {
  type AlertsNow,
  type Command,
  type CommandReply,
  command,
  type Mail,
  mail,
  type ReloadReply,
  type WorkerHealth,
} from '#contract';
import { readJson } from './body';
import { answerConnectionTest, type StartTest } from './connection-test';
import { createIdempotency } from './idempotency';
import { problemOfShape, sendJson, sendProblem } from './problem';

export interface WorkerHttpDeps {
  /** The internal key; callers send it as `Authorization: Bearer <hex>`. */
  key: Uint8Array;
  health(): WorkerHealth | Promise<WorkerHealth>;
  metrics: { contentType: string; scrape(): Promise<string> };
  /** Checks, stores and announces. An unknown target is refused here. */
  execute(command: Command): CommandReply | Promise<CommandReply>;
  /** Ends the live sockets of whoever lost rights. @returns how many there were */
  revoke(visitor: string): number;
  /** Takes up what was saved of the configuration. */
  reload(actor: string): Promise<ReloadReply>;
  /** What the rules find now. */
  alertsNow(): AlertsNow;
  /** Letters to one person. `send`: what stood in the way; null: the mail server took it. */
  letters: { ready(): boolean; send(letter: Mail): Promise<string | null> };
  /** Tries a connection before it is set up. */
  testConnection: StartTest;
  log: Pick<Logger, 'error'>;
}

const reloading = z.object({ actor: z.string().min(1).max(200) });
const revocation = z.object({ visitor: z.string().min(1).max(200) });
const posts: ReadonlySet<string> = new Set([
  '/control/commands',
  '/control/connection-test',
  '/control/mail',
  '/control/revoke',
  '/control/reload',
]);

type Route = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

const MAX_COMMAND_BYTES = 16 * 1024;

/** The value of the `Authorization` header that opens the door. */
export function bearerOf(key: Uint8Array): string {
  return `Bearer ${Buffer.from(key).toString('hex')}`;
}

/** An HTTP server that does not listen yet. The live gateway attaches to it as well. */
export function createWorkerHttp(deps: WorkerHttpDeps): Server {
  const routes = routesOf(deps);
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 20_000 }, (req, res) => {
    const path = (req.url ?? '/').split('?')[0] ?? '/';
    const route = routes.get(path);
    if (route === undefined) return sendProblem(res, { status: 404, title: 'Not found' });
    const allowed = posts.has(path) ? 'POST' : 'GET';
    if (req.method !== allowed) {
      return sendProblem(res, { status: 405, title: 'Method not allowed', headers: { allow: allowed } });
    }
    route(req, res).catch((error: unknown) => {
      deps.log.error({ err: error, path }, 'internal request failed');
      if (res.headersSent) res.destroy();
      else sendProblem(res, { status: 500, title: 'Internal error' });
    });
  });
  return server;
}

function routesOf(deps: WorkerHttpDeps): Map<string, Route> {
  const idempotency = createIdempotency();

  async function health(_req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await deps.health();
    sendJson(res, body.status === 'ok' ? 200 : 503, body);
  }

  async function metrics(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!isLoopback(req) && !holdsKey(req, deps.key)) return sendProblem(res, unauthorized);
    const text = await deps.metrics.scrape();
    res.writeHead(200, { 'content-type': deps.metrics.contentType, 'cache-control': 'no-store' }).end(text);
  }

  async function commands(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!holdsKey(req, deps.key)) return sendProblem(res, unauthorized);
    const body = await readJson(req, MAX_COMMAND_BYTES);
    if (!body.ok) return sendProblem(res, body.problem);
    const wish = command.safeParse(body.value);
    if (!wish.success) return sendProblem(res, problemOfShape(wish.error));
    sendJson(res, 200, await idempotency.once(wish.data.idempotencyKey, () => deps.execute(wish.data)));
  }

  async function revoke(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!holdsKey(req, deps.key)) return sendProblem(res, unauthorized);
    const body = await readJson(req, MAX_COMMAND_BYTES);
    if (!body.ok) return sendProblem(res, body.problem);
    const whose = revocation.safeParse(body.value);
    if (!whose.success) return sendProblem(res, problemOfShape(whose.error));
    sendJson(res, 200, { closed: deps.revoke(whose.data.visitor) });
  }

  async function reload(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!holdsKey(req, deps.key)) return sendProblem(res, unauthorized);
    const body = await readJson(req, MAX_COMMAND_BYTES);
    if (!body.ok) return sendProblem(res, body.problem);
    const who = reloading.safeParse(body.value);
    if (!who.success) return sendProblem(res, problemOfShape(who.error));
    sendJson(res, 200, await deps.reload(who.data.actor));
  }

  async function alertsNow(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!holdsKey(req, deps.key)) return sendProblem(res, unauthorized);
    sendJson(res, 200, deps.alertsNow());
  }

  async function mailState(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!holdsKey(req, deps.key)) return sendProblem(res, unauthorized);
    sendJson(res, 200, { ready: deps.letters.ready() });
  }

  async function sendMail(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!holdsKey(req, deps.key)) return sendProblem(res, unauthorized);
    const body = await readJson(req, MAX_COMMAND_BYTES);
    if (!body.ok) return sendProblem(res, body.problem);
    const letter = mail.safeParse(body.value);
    if (!letter.success) return sendProblem(res, problemOfShape(letter.error));
    const condition = await deps.letters.send(letter.data);
    if (condition !== null) deps.log.error({ condition }, 'a letter was not taken by the mail server');
    sendJson(res, 200, { sent: condition === null, condition });
  }

  async function connectionTest(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!holdsKey(req, deps.key)) return sendProblem(res, unauthorized);
    await answerConnectionTest(req, res, deps.testConnection);
  }

  return new Map<string, Route>([
    ['/control/connection-test', connectionTest],
    ['/control/mail', sendMail],
    ['/control/mail-state', mailState],
    ['/control/alerts-now', alertsNow],
    ['/healthz', health],
    ['/metrics', metrics],
    ['/control/commands', commands],
    ['/control/revoke', revoke],
    ['/control/reload', reload],
  ]);
}

const unauthorized = {
  status: 401,
  title: 'The internal key is missing or wrong',
  headers: { 'www-authenticate': 'Bearer', connection: 'close' },
};

/** Both sides are hashed first, so that neither length nor content shows in the time it takes. */
function holdsKey(req: IncomingMessage, key: Uint8Array): boolean {
  return timingSafeEqual(sha256(req.headers.authorization ?? ''), sha256(bearerOf(key)));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isLoopback(req: IncomingMessage): boolean {
  const address = (req.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}
