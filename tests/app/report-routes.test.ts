/** Availability and monthly reports over HTTP: over what, in whose month, as JSON and as CSV. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  availabilityReply,
  type ClusterView,
  type Event,
  foldCluster,
  foldTarget,
  monthReport,
  type PlannedWindow,
  type TargetState,
} from '#contract';
import { csvText } from '../../app/lib/csv';
import { openStore } from '../../server/store/open';
import { openReadStore } from '../../server/store/read-store';
import { answered, configured, lost, noAnswer, numbered, otherTarget, phase, target } from '../support/facts';
import { clusterNamed, counted } from '../support/presence-facts';
import { tempDatabase } from '../support/temp-database';

const asAdministrator = vi.hoisted(() => ({
  ...{ id: 'a', actor: 'ada@example.org', name: 'Ada', role: 'administrator', teams: null, via: 'sign-in' },
}));
vi.mock('../../app/lib/viewer', () => ({ viewerOf: async () => asAdministrator }));

const HOUR = 3_600_000;
/** Midnight in Berlin, the day before its clocks go back. */
const T = Date.UTC(2026, 9, 23, 22);
const now = T + 20 * HOUR;

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await (await globalThis.holdfastReadStore)?.close();
  globalThis.holdfastReadStore = undefined;
});

function twentyHours(): Event[] {
  const events: Event[] = [configured(T), configured(T, otherTarget)];
  for (const of of [target, otherTarget]) events.push(phase(T, 'connecting', 'online', null, of));
  for (let at = T; at < now; at += 600_000) events.push(answered(at, at === T + 4 * HOUR ? 500 : 12));
  events.push(lost(T + 10 * HOUR), phase(T + 10 * HOUR, 'online', 'backoff', noAnswer));
  events.push(phase(T + 11 * HOUR, 'connecting', 'online'));
  return events;
}

/** Half of the outage was planned; of two teams one was watched for an hour, a quarter of it at risk, all of it signed in. */
function plannedAndCounted(): Event[] {
  const { observerId, v } = configured(T);
  const window: PlannedWindow = {
    ...{ id: 'w1', name: 'switch', clusterKey: 'lab', nodeKey: 'prosody', origin: 'own', author: 'ana' },
    when: { kind: 'once', from: T + 10 * HOUR, to: T + 10.5 * HOUR },
  };
  const setup = { channels: [], windows: [window], rules: [], serviceHours: null, heartbeat: false, publicUrl: null };
  return [
    clusterNamed(T, 'lab'),
    { observerId, v, eventId: 'planned', at: T, type: 'alerting-configured', setup, actor: 'ana' },
    ...Array.from({ length: 60 }, (_, i): Event => {
      const counts = counted(T + 5 * HOUR + i * 60_000, { billing: 4 }, 'lab');
      return { ...counts, teams: counts.teams.map((t) => (i < 15 ? { ...t, connected: 0, atRisk: 4 } : t)) };
    }),
  ];
}

async function api(more: readonly Event[] = []) {
  const { url } = await tempDatabase();
  const store = await openStore(url);
  await store.beginRun({ runId: 'r', observerId: 'local', startedAt: T, aliveAt: T, endedAt: null });
  const events = numbered([...twentyHours(), ...more]);
  const states = new Map<string, TargetState>();
  for (const e of events) {
    const state = 'targetKey' in e ? foldTarget(states.get(e.targetKey), e) : undefined;
    if (state !== undefined) states.set(state.key, state);
  }
  const lab = more.reduce<ClusterView | undefined>((view, e) => foldCluster(view, e), undefined);
  const documents = lab === undefined ? [] : [{ kind: 'cluster' as const, key: lab.key, view: lab }];
  await store.commit({ events, states: [...states.values()], documents, aliveAt: now });
  await store.close();
  globalThis.holdfastReadStore = openReadStore(url);
  const availability = await import('../../app/api/v1/availability/route');
  const reports = await import('../../app/api/v1/reports/[cluster]/[month]/route');
  const request = (query: string, accept = '*/*') => new Request(`http://holdfast/?${query}`, { headers: { accept } });
  return {
    availability: (query: string, accept?: string) => availability.GET(request(query, accept)),
    report: (cluster: string, month: string, query = '') =>
      reports.GET(request(query), { params: Promise.resolve({ cluster, month }) }),
  };
}

describe('GET /api/v1/availability', () => {
  it('says of what a share is, and adds up', async () => {
    const { availability } = await api();
    const reply = availabilityReply.parse(await (await availability(`from=${T}&to=${now}&zone=Europe/Berlin`)).json());
    expect(reply.rows.map((r) => [r.key, r.tally.downMs / HOUR, r.tally.degradedMs / HOUR])).toEqual([
      ['lab', 0, 1],
      ['lab/prosody', 0, 1],
      ['lab/prosody/tcp', 0, 0],
      ['lab/prosody/websocket', 1, 0],
    ]);
    expect(reply.rows[3]).toMatchObject({ ratio: 0.95, ofMs: 20 * HOUR, coverage: 1 });
    expect(reply.parts.at(-1)?.to).toBe(now);
  });

  it('leaves out what was planned, and says how much of their time agents were connected', async () => {
    const { availability } = await api(plannedAndCounted());
    const reply = availabilityReply.parse(await (await availability(`from=${T}&to=${now}&zone=Europe/Berlin`)).json());
    const row = (key: string) => reply.rows.find((r) => r.key === key);
    expect(row('lab/prosody/websocket')?.tally).toMatchObject({ downMs: HOUR / 2, maintainedMs: HOUR / 2 });
    expect(row('lab/agents/billing')).toMatchObject({
      ...{ level: 'team', teamName: 'billing', ratio: 0.75, ofMs: 4 * HOUR, coverage: 0.05 },
      tally: { upMs: 3 * HOUR, downMs: HOUR },
    });
    expect(reply.rows.map((r) => r.level).slice(-2)).toEqual(['agents', 'team']);
    const hour = reply.parts.findIndex((p) => p.from === T + 5 * HOUR);
    expect(row('lab/agents')?.parts[hour]).toMatchObject({ upMs: 3 * HOUR, downMs: HOUR });
  });

  it('of what has not come yet says nothing', async () => {
    const { availability } = await api();
    const reply = availabilityReply.parse(await (await availability(`from=${T}&to=${now + 5 * HOUR}`)).json());
    expect([reply.to, reply.rows[0]?.tally.unknownMs]).toEqual([now, 0]);
  });

  it('is a table for who wants one, and names what makes no sense', async () => {
    const { availability } = await api();
    const table = await (await availability(`from=${T}&to=${now}`, 'text/csv')).text();
    expect(table.split('\r\n')[4]).toBe(
      'target,lab/prosody/websocket,Lab,Prosody,websocket,,0.95,72000,1,68400,0,3600,0,0',
    );
    expect((await availability('range=1w')).status).toBe(400);
    expect((await availability('from=2026-13-45')).status).toBe(400);
  });
});

describe('GET /api/v1/reports/[cluster]/[month]', () => {
  it('is the month of those who ask: 744 hours and one in Berlin', async () => {
    const { report } = await api();
    vi.setSystemTime(Date.UTC(2026, 10, 5));
    const month = monthReport.parse(await (await report('lab', '2026-10', 'zone=Europe/Berlin')).json());
    expect([(month.to - month.from) / HOUR, month.complete, month.parts.length]).toEqual([745, true, 31]);
    const inUtc = monthReport.parse(await (await report('lab', '2026-10', 'zone=UTC')).json());
    expect((inUtc.to - inUtc.from) / HOUR).toBe(744);
    expect(month.worstHours).toEqual([
      {
        ...{ from: T + 10 * HOUR, downMs: HOUR, degradedMs: 0, unknownMs: 0, losses: 1 },
        targets: ['lab/prosody/websocket'],
      },
    ]);
    expect(month.losses.map((l) => [l.failure.condition, l.count])).toEqual([['ping-timeout', 1]]);
    expect(month.outages.map((o) => [o.from - T, o.to - o.from, o.cut])).toEqual([[10 * HOUR, HOUR, false]]);
    expect(month.latency.find((l) => l.target === target.targetKey)?.month).toMatchObject({ pings: 120, maxMs: 500 });
    expect(month.forcedOuts).toEqual([]);
  });

  it('gives each table on its own', async () => {
    const { report } = await api();
    const csv = await report('lab', '2026-10', 'zone=UTC&table=losses&format=csv');
    expect(await csv.text()).toBe(
      'kind,condition,phase,count,targets\r\ntimeout,ping-timeout,online,1,lab/prosody/websocket\r\n',
    );
    expect(await (await report('lab', '2026-10', 'zone=UTC&table=forcedOuts')).json()).toEqual([]);
  });

  it('there is none of a month to come, nor of a cluster that never was', async () => {
    const { report } = await api();
    for (const [cluster, month] of [
      ['lab', '2026-12'],
      ['lab', '2026-13'],
      ['nobody', '2026-10'],
      ['No key', '2026-10'],
    ] as const)
      expect((await report(cluster, month)).status).toBe(404);
    expect((await report('lab', '2026-10', 'zone=Mars')).status).toBe(400);
    expect((await report('lab', '2026-10', 'format=csv')).status).toBe(400);
  });
});

it('a cell is no formula, and a quote no end', () => {
  expect(csvText(['a'], [['=1+1'], ['say "x", y'], [null], [-3]])).toBe('a\r\n\'=1+1\r\n"say ""x"", y"\r\n\r\n-3\r\n');
});
