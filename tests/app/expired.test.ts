/** After retention has run, nothing that can be asked for or taken away tells who left: every answer and every bundle, as an administrator. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, expect, test, vi } from 'vitest';
import { DAY_MS } from '../../server/domain/history/rollup';
import { root } from '../support/e2e-process';
import { gone, T, toldOf, watchedFor } from '../support/expired-story';
import { incidentOf } from '../support/outage-facts';
import { CC } from '../support/presence-facts';
import { tempDatabase, tempFolder } from '../support/temp-database';

const ada = vi.hoisted(() => ({
  ...{ id: 'a', actor: 'ada@example.org', name: 'Ada', role: 'administrator', teams: null, via: 'sign-in' },
}));
vi.mock('../../app/lib/viewer', () => ({ viewerOf: async () => ada }));
vi.mock('../../app/lib/audit', () => ({ auditView: async () => undefined, auditExport: async () => undefined }));
vi.mock('next/headers', () => ({ headers: async () => new Headers() }));

afterAll(async () => {
  await (await globalThis.holdfastReadStore)?.close();
  await (await globalThis.holdfastPeople)?.people.close();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

/** What is in it, out of its archive. */
async function textOf(answer: Response): Promise<string> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (answer.headers.get('content-type') !== 'application/zip') return strFromU8(bytes);
  return Object.values(unzipSync(bytes))
    .map((file) => strFromU8(file))
    .join('\n');
}

test('no answer and no export names anybody who left', async () => {
  const { url } = await tempDatabase();
  const { store, dashboard, keepUntil } = await watchedFor(url);
  await keepUntil(33);
  await dashboard.close();
  await store.close();
  vi.stubEnv('DATABASE_URL', url);
  vi.stubEnv('DATA_DIR', tempFolder());
  vi.stubEnv('WORKER_URL', 'http://127.0.0.1:9');
  vi.useFakeTimers({ now: T + 33 * DAY_MS, toFake: ['Date'] });

  const range = `from=${new Date(T - DAY_MS).toISOString()}&to=${new Date(T + 33 * DAY_MS).toISOString()}`;
  const id = incidentOf().id;
  const params = {
    cluster: CC,
    loginId: gone[0]?.loginId,
    id,
    key: [CC, 'a', 'websocket'],
    month: '2026-01',
    token: 'none',
    missing: ['none'],
  };
  const told = new Map<string, number>();
  for (const file of readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('/route.ts')) continue;
    const { GET }: { GET?: (r: Request, c: object) => Promise<Response> } = await import(
      /* @vite-ignore */ join(root, 'app', file)
    );
    for (const query of GET === undefined ? [] : ['', `cluster=${CC}&${range}&names=1`]) {
      const asked = new Request(`http://holdfast/${file}?${query}`);
      const answer = await GET?.(asked, { params: Promise.resolve(params) });
      if (answer === undefined) continue;
      const text = await textOf(answer);
      // Only what was asked with may come back.
      expect([file, query, toldOf(gone.slice(1), Buffer.from(text))]).toEqual([file, query, []]);
      if (answer.ok) told.set(file, Math.max(told.get(file) ?? 0, text.length));
    }
  }
  for (const one of ['incidents/[id]/bundle', 'incidents/[id]', 'reports/[cluster]/[month]', 'counts', 'board'])
    expect([one, (told.get(`api/v1/${one}/route.ts`) ?? 0) > 150]).toEqual([one, true]);
}, 60_000);
