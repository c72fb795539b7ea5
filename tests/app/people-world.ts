/** A house for stories about people: routes on a database of their own, and a worker that only writes down what it is told. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Mail, Viewer } from '#contract';
import { root } from '../support/e2e-process';
import { tempDatabase, tempFolder } from '../support/temp-database';

export const PASSWORD = 'correct horse battery';

export interface World {
  url: string;
  /** Whose live sockets were closed, in order. */
  revoked: string[];
  mails: Mail[];
  /** The next mail that is sent. */
  mail(): Promise<Mail>;
}

/** @param mail whether mail is set up */
export async function peopleWorld({ mail }: { mail: boolean }): Promise<World> {
  const { url } = await tempDatabase();
  const revoked: string[] = [];
  const mails: Mail[] = [];
  const waiting: ((letter: Mail) => void)[] = [];
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      const body = parts.length === 0 ? null : JSON.parse(Buffer.concat(parts).toString('utf8'));
      if (req.url === '/control/revoke') revoked.push(body.visitor);
      if (req.url === '/control/mail') {
        mails.push(body);
        waiting.shift()?.(body);
      }
      const said = { '/control/mail-state': { ready: mail }, '/control/mail': { sent: true, condition: null } };
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(said[req.url as keyof typeof said] ?? { closed: 1 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('DATA_DIR', tempFolder());
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('WORKER_URL', `http://127.0.0.1:${port}`);
  vi.resetModules();
  onTestFinished(async () => {
    await (await globalThis.holdfastPeople)?.people.close();
    globalThis.holdfastPeople = undefined;
    vi.unstubAllEnvs();
    server.close();
    server.closeAllConnections();
  });
  return { url, revoked, mails, mail: () => new Promise((resolve) => waiting.push(resolve)) };
}

/** Somebody in the database, and the cookie of a sign-in of theirs that no password was hashed for. */
export async function seated(who: Pick<Viewer, 'role' | 'teams'> & { email: string; password?: string }) {
  const { people } = await import('../../app/lib/people');
  const { createPerson } = await import('../../app/lib/persons');
  const { openSignIn } = await import('../../app/lib/signing-in');
  const { email, role, teams } = who;
  const id = await createPerson(await people(), { name: email, email, role, teams, password: who.password ?? null });
  if (id === null) throw new Error('somebody has that address already');
  const opened = await openSignIn(request('POST', '/', null), { id, email }, 'test');
  return { id, cookie: cookieOf(opened) };
}

export const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

export function request(method: string, path: string, body: unknown, cookie = ''): Request {
  const headers = { 'content-type': 'application/json', 'user-agent': 'Firefox/1.0 (Windows)', cookie };
  const sent = method === 'GET' ? {} : { body: JSON.stringify(body) };
  return new Request(`http://holdfast${path}`, { method, headers, ...sent });
}

type Handler = (asked: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Asks a route of `app/api/v1` as Next would. @param line e.g. `PATCH people/abc` */
export async function ask(line: string, body: unknown = {}, cookie = '') {
  const [method = '', path = ''] = line.split(' ');
  let folder = join(root, 'app/api/v1');
  let id = '';
  for (const part of path.split('/')) {
    const named = existsSync(join(folder, part));
    if (!named) id = part;
    folder = join(folder, named ? part : '[id]');
  }
  const route: Record<string, Handler> = await import(/* @vite-ignore */ join(folder, 'route.ts'));
  const handler = route[method];
  if (handler === undefined) throw new Error(`no ${line}`);
  const asked = request(method, `/api/v1/${path}`, body, cookie);
  const answer = await handler(asked, { params: Promise.resolve({ id }) });
  const said: Record<string, unknown> = await answer.json();
  return { status: answer.status, said, cookie: cookieOf(answer) };
}
