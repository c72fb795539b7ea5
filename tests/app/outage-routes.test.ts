/** An incident's review and its bundle over HTTP: what is in them, what must not be, and what is audited. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Command, outageReview } from '#contract';
import { internalKey } from '../../server/config/internal-key';
import { createDocumentBook } from '../../server/record/documents';
import { prepareBatch } from '../../server/record/prepare';
import { openStore } from '../../server/store/open';
import { openReadStore } from '../../server/store/read-store';
import { deliveryOf, incidentOf, outageEvents, T, transcriptOf } from '../support/outage-facts';
import { tempDatabase, tempFolder } from '../support/temp-database';

const asAdministrator = vi.hoisted(() => ({
  ...{ id: 'a', actor: 'ada@example.org', name: 'Ada', role: 'administrator', teams: null, via: 'sign-in' },
}));
vi.mock('../../app/lib/viewer', () => ({ viewerOf: async () => asAdministrator }));

const heard: Command[] = [];
const worker = createServer((req, res) => {
  let body = '';
  req.on('data', (part) => {
    body += part;
  });
  req.on('end', () => {
    heard.push(JSON.parse(body));
    res.setHeader('content-type', 'application/json').end(JSON.stringify({ status: 'accepted', eventId: 'e' }));
  });
});

beforeAll(async () => {
  worker.listen(0, '127.0.0.1');
  await once(worker, 'listening');
  const address = worker.address();
  vi.stubEnv('WORKER_URL', `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
});
afterAll(() => {
  worker.close();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  vi.useFakeTimers({ now: T + 600_000, toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await (await globalThis.holdfastReadStore)?.close();
  globalThis.holdfastReadStore = undefined;
  heard.length = 0;
});

async function outage() {
  const { url } = await tempDatabase();
  const dataDir = tempFolder();
  vi.stubEnv('DATA_DIR', dataDir);
  const store = await openStore(url);
  await store.beginRun({ runId: 'r', observerId: 'local', startedAt: T - 7_200_000, aliveAt: T, endedAt: null });
  const current = { lastSeq: 0, states: new Map(), documents: createDocumentBook() };
  await store.commit(prepareBatch(outageEvents(), undefined, current, T + 600_000));
  await store.alerts.saveChange({ incidents: [incidentOf()], deliveries: [deliveryOf()] });
  await store.transcripts.saveTranscripts([transcriptOf()]);
  await store.close();
  globalThis.holdfastReadStore = openReadStore(url);
  const review = await import('../../app/api/v1/incidents/[id]/review/route');
  const bundle = await import('../../app/api/v1/incidents/[id]/bundle/route');
  const context = (id: string) => ({ params: Promise.resolve({ id }) });
  const request = (query: string, headers = {}) => new Request(`http://holdfast/${query}`, { headers });
  return {
    dataDir,
    review: (query = '', id = 'server-cc-a-x1') => review.GET(request(query), context(id)),
    bundle: (query = '', headers = {}) => bundle.GET(request(query, headers), context('server-cc-a-x1')),
  };
}

async function unzipped(response: Response): Promise<Record<string, string>> {
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const inside = Object.entries(files).map(
    ([name, bytes]) => [name.replace(/^[^/]+\//, ''), strFromU8(bytes)] as const,
  );
  return Object.fromEntries(inside);
}

describe('GET /api/v1/incidents/ID/review', () => {
  it('puts everything on one axis, agents under pseudonyms, and asks nobody', async () => {
    const { review } = await outage();
    const told = outageReview.parse(await (await review()).json());
    expect(told.firstSign).toEqual({ at: T, text: 'fin-A: XMPP session failed', feed: 'XMPP session' });
    expect(told.agents).toMatchObject({
      affected: 3,
      forcedOut: 1,
      setNotReady: 1,
      onCall: 1,
      notBack: 1,
      counting: true,
    });
    expect(told.agents?.back).toEqual({ count: 2, medianMs: 30_000, lastMs: 48_000, lastAt: T + 50_000 });
    expect(told.failover.map((f) => [f.side, f.outMs, f.moved.count, f.moved.medianMs])).toEqual([
      ['A', 45_000, 1, 30_000],
    ]);
    expect(told.changes.map((c) => c.text)).toEqual(['fin-A WebSocket: ping interval changed']);
    expect(told.readiness.map((r) => r.nodeName)).toEqual(['fin-A', 'fin-B']);
    expect(told.sessions.map((s) => s.spans.map((p) => p.phase))).toEqual([
      ['online', 'unknown', 'online', 'backoff', 'online'],
    ]);
    expect(told.lanes.map((l) => [l.name, l.id.startsWith('pseudonym:')])).toEqual([
      [null, true],
      [null, true],
      [null, true],
    ]);
    expect(told.lanes[1]?.spans.map((s) => s.health)).toEqual(['connected', 'connected', 'at-risk', 'connected']);
    expect(told.told.map((t) => t.text)).toEqual([
      'hook: opened, delivered, at the 2. try',
      'Acknowledged (J. Kim)',
      'Note: Called <TAC> | SR 1 (J. Kim)',
    ]);
    expect(heard).toEqual([]);
    expect((await review('', 'nothing')).status).toBe(404);
  });

  it('tells what to collect in the time of the server', async () => {
    const { review } = await outage();
    const [server] = outageReview.parse(await (await review()).json()).collect;
    expect([server?.host, server?.from, server?.zone]).toEqual(['fin-A.example', '2026-11-20 10:04', 'UTC+01:00']);
    expect(server?.commands.map((c) => c.line).slice(0, 2)).toEqual([
      'file get activelog desktop recurs compress abstime 10:04:11/20/26 10:25:11/20/26',
      'file get activelog desktop/logs/openfire recurs compress abstime 10:04:11/20/26 10:25:11/20/26',
    ]);
  });

  it('names agents when asked to, and says so to the audit', async () => {
    const { review } = await outage();
    const told = outageReview.parse(await (await review('?names=1')).json());
    expect(told.lanes.map((l) => [l.id, l.name])).toContainEqual(['1001', 'Agent 1001']);
    expect(heard).toMatchObject([{ command: 'export-incident', what: 'names', names: true, actor: 'ada@example.org' }]);
  });
});

describe('GET /api/v1/incidents/ID/bundle', () => {
  it('holds all that its README says, and nobody’s name, and no secret', async () => {
    const { bundle, dataDir } = await outage();
    const response = await bundle('?zone=Europe/Berlin');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="outage-server-cc-a-x1.zip"');
    const files = await unzipped(response);
    expect(Object.keys(files).sort()).toEqual(
      [
        ...['README.txt', 'summary.md', 'summary.html', 'facts.json', 'charts/outage.svg'],
        ...['timeline', 'readiness', 'sessions', 'agents', 'deliveries', 'rtt'].map((t) => `csv/${t}.csv`),
        'transcripts/cc-a-websocket-http-status.txt',
      ].sort(),
    );
    for (const name of Object.keys(files)) if (name !== 'README.txt') expect(files['README.txt']).toContain(name);
    expect(files['summary.md']).toContain('| First sign | 2026-11-20 10:14:00: fin-A: XMPP session failed |');
    expect(files['summary.md']).toContain('Called \\<TAC\\> \\| SR 1');
    expect(files['summary.html']).not.toMatch(/<script|<TAC>|https?:\/\/(?!www\.w3\.org)/);
    expect(files['csv/agents.csv']?.split('\r\n').length).toBe(5);
    expect(outageReview.parse(JSON.parse(files['facts.json'] ?? '')).lanes).toHaveLength(3);
    const all = Object.values(files).join('\n');
    for (const secret of [internalKey(dataDir).reveal(), dataDir, '1001', '1002@cc.example', 'lastName'])
      expect(all).not.toContain(secret);
    expect(heard).toMatchObject([{ command: 'export-incident', what: 'bundle', names: false }]);
  });

  it('is not made for a foreign page', async () => {
    const { bundle } = await outage();
    expect((await bundle('', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await bundle('?zone=Nowhere')).status).toBe(400);
    expect(heard).toEqual([]);
  });
});
