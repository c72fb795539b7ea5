/** A target's history over HTTP: what is asked for in words or numbers, JSON and CSV, and what makes no sense. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Event, foldTarget, targetSeries } from '#contract';
import { openStore } from '../../server/store/open';
import { openReadStore } from '../../server/store/read-store';
import { answered, configured, connected, lost, missed, noAnswer, numbered, phase, target } from '../support/facts';
import { tempDatabase } from '../support/temp-database';

const asAdministrator = vi.hoisted(() => ({
  ...{ id: 'a', actor: 'ada@example.org', name: 'Ada', role: 'administrator', teams: null, via: 'sign-in' },
}));
vi.mock('../../app/lib/viewer', () => ({ viewerOf: async () => asAdministrator }));

const T = Date.UTC(2026, 9, 25, 0, 0);
const MINUTE = 60_000;
const key = target.targetKey;

/** Half an hour: a spike after 10 minutes, a miss after 15, lost after 20 for two minutes. */
function halfAnHour(): Event[] {
  const events: Event[] = [configured(T), connected(T, T + 80), phase(T + 80, 'connecting', 'online')];
  for (let i = 1; i < 180; i++) {
    const at = T + i * 10_000;
    if (at >= T + 20 * MINUTE && at < T + 22 * MINUTE) continue;
    if (i === 90) events.push(missed(at));
    else events.push(answered(at, i === 60 ? 812.5 : 12));
  }
  events.push(lost(T + 20 * MINUTE), phase(T + 20 * MINUTE, 'online', 'backoff', noAnswer));
  events.push(connected(T + 22 * MINUTE, T + 22 * MINUTE + 90), phase(T + 22 * MINUTE + 90, 'connecting', 'online'));
  events.push({ ...configured(T + 25 * MINUTE), pingIntervalMs: 5_000 });
  return events;
}

beforeEach(() => {
  vi.useFakeTimers({ now: T + 30 * MINUTE, toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await (await globalThis.holdfastReadStore)?.close();
  globalThis.holdfastReadStore = undefined;
});

async function api() {
  const { url } = await tempDatabase();
  const store = await openStore(url);
  await store.beginRun({ runId: 'r', observerId: 'local', startedAt: T, aliveAt: T, endedAt: null });
  const events = numbered(halfAnHour());
  const state = events.reduce<ReturnType<typeof foldTarget>>((s, e) => foldTarget(s, e), undefined);
  await store.commit({ events, states: state === undefined ? [] : [state], documents: [], aliveAt: T + 30 * MINUTE });
  await store.close();
  globalThis.holdfastReadStore = openReadStore(url);
  const { GET } = await import('../../app/api/v1/series/route');
  const csv = await import('../../app/api/v1/series.csv/route');
  const request = (query: string, accept = '*/*') =>
    new Request(`http://holdfast/api/v1/series?${query}`, { headers: { accept } });
  return {
    get: (query: string, accept?: string) => GET(request(query, accept)),
    csv: (query: string) => csv.GET(request(query)),
  };
}

describe('GET /api/v1/series', () => {
  it('tells all of a range, whichever way it is asked for', async () => {
    const { get } = await api();
    const ways = [
      `from=${T}&to=${T + 30 * MINUTE}`,
      'from=2026-10-25T00:00:00Z&to=2026-10-25T00:30:00Z',
      'from=2026-10-25T02:00&to=2026-10-25T02:30:00&zone=Europe/Berlin',
    ];
    const told = await Promise.all(
      ways.map(async (way) => targetSeries.parse(await (await get(`target=${key}&${way}&points=60`)).json())),
    );
    expect(told.map((s) => [s.from, s.to])).toEqual(ways.map(() => [T, T + 30 * MINUTE]));
    const [series] = told;
    expect(series?.points.reduce((sum, p) => sum + p.count, 0)).toBe(167);
    expect(Math.max(...(series?.points ?? []).map((p) => p.maxMs ?? 0))).toBe(812.5);
    expect(series?.whole).toMatchObject({ count: 167, misses: 1, maxMs: 812.5 });
    expect(series?.tally).toEqual({
      ...{ upMs: 30 * MINUTE - 80 - 120_090 - 10_000, degradedMs: 10_000, downMs: 120_090 },
      ...{ unknownMs: 80, maintainedMs: 0 },
    });
    expect(series?.marks.map((m) => [m.kind, m.at - T])).toEqual([
      ['connected', 80],
      ['lost', 20 * MINUTE],
      ['connected', 22 * MINUTE + 90],
      ['configured', 25 * MINUTE],
    ]);
    expect(series?.connects.map((c) => c.tookMs)).toEqual([80, 90]);
  });

  it('goes back by days of the zone, a day of 25 hours included', async () => {
    const { get } = await api();
    const to = T + 30 * MINUTE;
    const reply = await get(`target=${key}&from=${to - MINUTE}&to=${to}&earlierDays=7&zone=Europe/Berlin`);
    expect(targetSeries.parse(await reply.json()).to).toBe(to - 7 * 86_400_000);
    const after = Date.UTC(2026, 9, 26, 12);
    const shifted = await get(`target=${key}&from=${after - MINUTE}&to=${after}&earlierDays=7&zone=Europe/Berlin`);
    // 13:00 in winter is the 13:00 of summer a week before, an hour earlier in UTC
    expect(targetSeries.parse(await shifted.json()).to).toBe(after - 7 * 86_400_000 - 3_600_000);
  });

  it('is a table for who wants one', async () => {
    const { get, csv } = await api();
    const query = `target=${key}&from=${T}&to=${T + 30 * MINUTE}`;
    const table = await get(query, 'text/csv');
    expect(table.headers.get('content-type')).toMatch(/^text\/csv/);
    expect((await table.text()).split('\r\n').slice(0, 2)).toEqual([
      'from,to,pings,missed,min_ms,p50_ms,p95_ms,max_ms,mean_ms',
      '2026-10-25T00:00:10.000Z,2026-10-25T00:00:10.000Z,1,0,12,12,12,12,12',
    ]);
    const marks = await csv(`${query}&part=marks`);
    expect(await marks.text()).toContain('2026-10-25T00:20:00.000Z,lost,1,timeout ping-timeout,\r\n');
    expect(marks.headers.get('content-disposition')).toContain('lab-prosody-websocket-marks-2026-10-25T00-00.csv');
  });

  it('names what makes no sense, all of it', async () => {
    const { get } = await api();
    const wrong = await get('target=x&from=yesterday&points=0&earlierDays=-1&part=nothing');
    expect([wrong.status, wrong.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    const { errors } = await wrong.json();
    expect(errors.map((e: { path: string }) => e.path)).toEqual(['from', 'target', 'points', 'earlierDays', 'part']);
    for (const query of ['from=5&to=5', 'zone=Mars/Olympus', 'range=2h', 'from=0'])
      expect((await get(`target=${key}&${query}`)).status).toBe(400);
    expect((await get('target=lab/prosody/bosh')).status).toBe(404);
  });
});
