/** A whole dashboard in one process for tests of its API: a seeded database, an administrator who is signed in, and a stand-in for the worker. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { type Operation, pathOf } from '../../app/lib/api/operation';
import { createDocumentBook } from '../../server/record/documents';
import { prepareBatch } from '../../server/record/prepare';
import { migrate } from '../../server/store/migrate';
import { openStore } from '../../server/store/open';
import { deliveryOf, incidentOf, outageEvents, T, transcriptOf } from '../support/outage-facts';
import { routeModule } from './routes';

export const NOW = T + 600_000;
export const password = 'correct horse battery';
export const administrator = 'ada@example.org';

export interface Asked {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>> | string;
  /** Sent as it is when it is a text or bytes, else as JSON. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

export interface House {
  folder: string;
  /** Signed in as the administrator, unless the headers say otherwise. */
  ask(operation: Operation, asked?: Asked): Promise<Response>;
  close(): Promise<void>;
}

/** Once in a file: the environment is read once. */
export async function openHouse(): Promise<House> {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-api-'));
  const url = `file:${join(folder, 'holdfast.db')}`;
  await migrate(url);
  await seed(url);
  const worker = await standIn();
  const address = worker.address();
  vi.stubEnv('DATA_DIR', folder);
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('WORKER_URL', `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  const again = await signIns();
  let cookie = await again();
  return {
    folder,
    ask: async (operation, asked = {}) => {
      globalThis.holdfastRates?.clear();
      const handler = (await routeModule(operation.route))[operation.method.toUpperCase()];
      if (handler === undefined) throw new Error(`${operation.id} has no route`);
      const context = { params: Promise.resolve(routeParams(operation, asked)) };
      const answer = await handler(requestOf(operation, asked, cookie), context);
      if (operation.id === 'signOut') cookie = await again();
      return answer;
    },
    async close() {
      await (await globalThis.holdfastReadStore)?.close();
      await (await globalThis.holdfastPeople)?.people.close();
      await (await globalThis.holdfastSettings)?.close();
      worker.close();
      vi.unstubAllEnvs();
      vi.useRealTimers();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function seed(url: string): Promise<void> {
  const store = await openStore(url);
  await store.beginRun({ runId: 'r', observerId: 'local', startedAt: T - 7_200_000, aliveAt: T, endedAt: null });
  const current = { lastSeq: 0, states: new Map(), documents: createDocumentBook() };
  await store.commit(prepareBatch(outageEvents(), undefined, current, NOW));
  await store.alerts.saveChange({ incidents: [incidentOf()], deliveries: [deliveryOf()] });
  await store.transcripts.saveTranscripts([transcriptOf()]);
  await store.close();
}

/** @returns what signs the administrator in, and gives the cookie */
async function signIns(): Promise<() => Promise<string>> {
  const { people } = await import('../../app/lib/people');
  const { createPerson } = await import('../../app/lib/persons');
  const { openSignIn } = await import('../../app/lib/signing-in');
  const who = { name: 'Ada', email: administrator, password, role: 'administrator' as const, teams: null };
  const id = await createPerson(await people(), who);
  if (id === null) throw new Error('there is somebody already');
  return async () => {
    const answer = await openSignIn(new Request('http://holdfast/'), { id, email: administrator }, 'test');
    return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  };
}

/** Takes everything, finds nothing. */
async function standIn(): Promise<Server> {
  const worker = createServer((req, res) => {
    req.resume();
    req.on('end', () => answered(req.url ?? '', res));
  });
  worker.listen(0, '127.0.0.1');
  await once(worker, 'listening');
  return worker;
}

function answered(path: string, res: ServerResponse): void {
  if (path === '/control/connection-test') {
    const found = { deployment: null, release: null, xmppDomain: null, otherHost: null, teams: [], ways: [] };
    res.setHeader('content-type', 'application/x-ndjson');
    res.end(`${JSON.stringify({ line: 'done', outcome: 'failed', found })}\n`);
    return;
  }
  res.setHeader('content-type', 'application/json').end(JSON.stringify(answers[path] ?? { status: 'ok' }));
}

const answers: Readonly<Record<string, unknown>> = {
  '/control/commands': { status: 'accepted', eventId: 'e' },
  '/control/alerts-now': { at: NOW, alerts: [], total: 0, rules: [] },
  '/control/reload': { problem: null, applied: [] },
  '/control/mail-state': { ready: false },
  '/control/mail': { sent: false, condition: 'not-set-up' },
  '/healthz': {
    ...{ status: 'ok', runId: 'r', startedAtMs: T, database: 'ok', sessions: { total: 1, online: 1 } },
    recorder: { queued: 0, lastCommitAtMs: NOW },
  },
};

function requestOf(operation: Operation, { params = {}, query = {}, body, headers = {} }: Asked, cookie: string) {
  const path = pathOf(operation).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '-'));
  const search = typeof query === 'string' ? query : new URLSearchParams(query).toString();
  const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  return new Request(`http://holdfast${path}?${search}`, {
    method: operation.method.toUpperCase(),
    headers: { ...(cookie === '' ? {} : { cookie }), 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
  });
}

/** As Next hands them over: what catches several segments as a list. */
function routeParams({ route }: Operation, { params = {} }: Asked): Record<string, string | string[]> {
  const caught = /\[\.\.\.(\w+)\]/.exec(route)?.[1];
  return caught === undefined ? { ...params } : { [caught]: Object.values(params) };
}
