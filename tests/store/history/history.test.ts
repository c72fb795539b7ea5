/** History on every database: what was packed reads as if it had stayed rows, and what is thrown away is only what may be. */
import { describe, expect, it } from 'vitest';
import { type Event, foldTarget, type Recorded, type Sample, type TargetState } from '#contract';
import { tallyOf } from '../../../server/domain/history/availability';
import { DAY_MS, quantileOf, summaryOf } from '../../../server/domain/history/rollup';
import { openStore } from '../../../server/store/open';
import { databases } from '../../support/databases';
import { answered, configured, gap, missed, noAnswer, numbered, otherTarget, phase, target } from '../../support/facts';

const HOUR = 3_600_000;
/** 14:00 UTC on a Tuesday. */
const T = 1_700_056_800_000;
const key = target.targetKey;

type Opened = Awaited<ReturnType<typeof openStore>>;

function statesAfter(events: readonly Event[]): TargetState[] {
  const states = new Map<string, TargetState>();
  for (const e of events) {
    if (!('targetKey' in e)) continue;
    const state = foldTarget(states.get(e.targetKey), e);
    if (state !== undefined) states.set(e.targetKey, state);
  }
  return [...states.values()];
}

async function commit(store: Opened, events: readonly Event[]): Promise<Recorded[]> {
  const recorded = numbered(events, (await store.lastSeq()) + 1);
  await store.commit({ events: recorded, states: statesAfter(events), documents: [], aliveAt: T });
  return recorded;
}

/** Ten hours: a ping every ten seconds, a spike, three misses in a row; another target with nothing special. */
function tenHours(): Event[] {
  const events: Event[] = [configured(T), configured(T, otherTarget), phase(T, 'connecting', 'online')];
  for (let i = 0; i < 3_600; i++) {
    const at = T + i * 10_000;
    if (i >= 1_000 && i < 1_003) events.push(missed(at, i - 999));
    else events.push(answered(at, i === 2_000 ? 4_321.5 : 10 + (i % 37) / 10));
    if (i % 10 === 0) events.push(answered(at + 3, 2.5, otherTarget));
  }
  return events;
}

const samplesIn = (events: readonly Event[], of: string): Sample[] =>
  events.flatMap((e) =>
    'targetKey' in e && e.targetKey === of && 'sentAt' in e
      ? [{ at: e.sentAt, rttMs: e.type === 'ping-answered' ? e.rttMs : null }]
      : [],
  );

async function packAll(store: Opened, before: number, hoursAtOnce = 1): Promise<number> {
  let packed = 0;
  for (;;) {
    const ripe = await store.history.ripe(before, 100);
    if (ripe.length === 0) return packed;
    for (const { targetId, oldest } of ripe)
      packed += await store.history.pack(targetId, { from: oldest, to: Math.min(before, oldest + hoursAtOnce * HOUR) });
  }
}

describe.each(databases)('history on $name', ({ available, fresh }) => {
  const test = it.skipIf(!available);

  async function opened(): Promise<Opened> {
    const store = await openStore(await fresh());
    await store.beginRun({ runId: 'run-1', observerId: 'local', startedAt: T, aliveAt: T, endedAt: null });
    return store;
  }

  test('samples read the same before, between and after packing', async () => {
    const store = await opened();
    const events = tenHours();
    await commit(store, events);
    const truth = samplesIn(events, key);
    expect(await store.samplesBetween(key, T, T + 10 * HOUR)).toEqual(truth);
    for (const hour of [1, 4, 10]) {
      expect(await packAll(store, T + hour * HOUR, hour)).toBeGreaterThan(0);
      expect(await store.samplesBetween(key, T, T + 10 * HOUR)).toEqual(truth);
      const window = { from: T + 90 * 60_000 + 5, to: T + 5 * HOUR };
      expect(await store.samplesBetween(key, window.from, window.to)).toEqual(
        truth.filter((s) => s.at >= window.from && s.at < window.to),
      );
    }
    expect(await store.samplesBetween(otherTarget.targetKey, T, T + 10 * HOUR)).toEqual(
      samplesIn(events, otherTarget.targetKey),
    );
    expect(await packAll(store, T + 10 * HOUR)).toBe(0);
    await store.close();
  });

  test('what comes late, with a time of the past, joins what is packed and is counted once', async () => {
    const store = await opened();
    const events = tenHours();
    await commit(store, events);
    await packAll(store, T + 8 * HOUR);
    const late = [answered(T + 5_000, 77.7), missed(T + 2 * HOUR + 1), answered(T + 2 * HOUR + 2, 0.5)];
    await commit(store, late);
    const truth = [...samplesIn(events, key), ...samplesIn(late, key)].sort((a, b) => a.at - b.at);
    for (let round = 0; round < 2; round++) {
      expect(await store.samplesBetween(key, T, T + 10 * HOUR)).toEqual(truth);
      const [whole] = (await store.summariesOf(key, [{ from: T, to: T + 10 * HOUR }])) ?? [];
      expect(whole).toEqual(
        summaryOf(truth.map(({ at, rttMs }) => ({ at, rttUs: rttMs === null ? null : Math.round(rttMs * 1_000) }))),
      );
      expect(await packAll(store, T + 8 * HOUR)).toBe(round === 0 ? 3 : 0);
    }
    await store.close();
  });

  test('a series has the spike and every ping at every range, and days begin where people live', async () => {
    const store = await opened();
    await commit(store, tenHours());
    await packAll(store, T + 7 * HOUR);
    for (const [from, to] of [
      [T + 5 * HOUR, T + 6 * HOUR],
      [T, T + 10 * HOUR],
      [T - DAY_MS, T + 2 * DAY_MS],
      [T - 30 * DAY_MS, T + DAY_MS],
      [T - 364 * DAY_MS, T + DAY_MS],
    ] as const) {
      const series = await store.seriesBetween({ key, from, to, points: 600, zone: 'Europe/Berlin' });
      const points = series?.points ?? [];
      expect(points.length).toBeLessThanOrEqual(602);
      expect(Math.max(...points.map((p) => p.maxUs ?? 0))).toBe(4_321_500);
      const inRange = to - from === HOUR ? 360 : 3_600;
      expect(points.reduce((sum, p) => sum + p.count, 0)).toBe(inRange);
    }
    const year = await store.seriesBetween({
      key,
      from: T - 364 * DAY_MS,
      to: T + DAY_MS,
      points: 600,
      zone: 'Europe/Berlin',
    });
    expect(year?.points.map((p) => new Date(p.from).toISOString())).toEqual([
      '2023-11-14T23:00:00.000Z',
      '2023-11-15T23:00:00.000Z',
    ]);
    expect(
      await store.seriesBetween({ key: 'no/such/tcp', from: T, to: T + HOUR, points: 600, zone: 'UTC' }),
    ).toBeNull();
    await store.close();
  });

  test('pings that are packed are no events any more, and whoever asks for the latest is told from where', async () => {
    const store = await opened();
    const recorded = await commit(store, tenHours());
    await packAll(store, T + 8 * HOUR);
    const { after, through, events } = await store.latestEvents(100_000);
    const packed = recorded.filter((e) => 'sentAt' in e && e.sentAt < T + 8 * HOUR);
    expect([after, through]).toEqual([packed.at(-1)?.seq, recorded.at(-1)?.seq]);
    expect(events).toEqual(recorded.filter((e) => e.seq > after));
    await store.close();
  });

  test('availability is the same before and after packing, misses included', async () => {
    const store = await opened();
    const events = [
      ...tenHours(),
      phase(T + 3 * HOUR, 'online', 'backoff', noAnswer),
      gap(T + 4 * HOUR, T + 5 * HOUR, 'disk-full'),
      phase(T + 6 * HOUR, 'connecting', 'online'),
    ];
    await commit(store, events);
    const range = { from: T - HOUR, to: T + 9 * HOUR };
    await store.commit({ events: [], states: [], documents: [], aliveAt: T + 9 * HOUR });
    const ask = async (to = range.to) => {
      const found = await store.statusesBetween([key, otherTarget.targetKey, 'no/such/tcp'], { ...range, to }, to);
      return [...found].map(([of, spans]) => [of, tallyOf(spans)]);
    };
    const expected = {
      upMs: 6 * HOUR - 30_000,
      degradedMs: 30_000,
      downMs: 2 * HOUR,
      unknownMs: 2 * HOUR,
      maintainedMs: 0,
    };
    expect(await ask()).toContainEqual([key, expected]);
    // an hour later nobody has been alive for an hour
    expect(await ask(T + 10 * HOUR)).toContainEqual([key, { ...expected, unknownMs: 3 * HOUR }]);
    await packAll(store, T + 8 * HOUR);
    expect(await ask()).toContainEqual([key, expected]);
    expect((await ask()).map(([of]) => of).sort()).toEqual([otherTarget.targetKey, key].sort());
    await store.close();
  });

  test('what was thrown away is looked for elsewhere, and nothing else is gone', async () => {
    const store = await opened();
    const events = tenHours();
    await commit(store, events);
    await packAll(store, T + 10 * HOUR);
    const truth = samplesIn(events, key);
    const midnight = Math.ceil(T / DAY_MS) * DAY_MS + 0;
    const rows = await store.history.prune('samples', midnight, 1_000);
    expect(rows).toBe(20);
    expect(await store.history.prune('samples', midnight, 1_000)).toBe(0);
    expect(await store.samplesBetween(key, T, T + 10 * HOUR)).toEqual([]);
    const hour = await store.seriesBetween({ key, from: T + 5 * HOUR, to: T + 6 * HOUR, points: 600, zone: 'UTC' });
    expect([hour?.source, hour?.stepMs, hour?.points.length]).toEqual(['1m', 60_000, 60]);
    expect(await store.history.prune('1m', midnight, 1)).toBe(1);
    expect(await store.history.prune('1m', midnight, 10)).toBe(1);
    const later = await store.seriesBetween({ key, from: T + 5 * HOUR, to: T + 6 * HOUR, points: 600, zone: 'UTC' });
    expect([later?.source, later?.points.length]).toEqual(['10m', 6]);
    expect(Math.max(...(later?.points ?? []).map((p) => p.maxUs ?? 0))).toBe(4_321_500);
    const [whole] = (await store.summariesOf(key, [{ from: T, to: T + 10 * HOUR }])) ?? [];
    expect(whole?.count).toBe(truth.length);
    expect(whole === undefined ? null : quantileOf(whole, 1)).toBe(4_321_500);
    expect(await store.history.giveBack(200)).toBe(0);
    await store.close();
  });

  test('old facts and counts go by their own time, and younger ones stay', async () => {
    const store = await opened();
    const young = phase(T + 9 * HOUR, 'online', 'backoff', noAnswer);
    const counted = (at: number): Event => ({
      ...{ type: 'teams-counted', clusterKey: 'lab', teams: [], at, v: 1, observerId: 'local' },
      eventId: `00000000-0000-4000-8000-0000${at % 100_000_000}`.padEnd(36, '0').slice(0, 36),
    });
    await commit(store, [configured(T), phase(T, 'connecting', 'online'), counted(T), counted(T + HOUR), young]);
    // Counts go once they are in their rollups.
    while ((await store.history.sumUpCounts(T + 2 * HOUR, T + 2 * HOUR, 1)) > 0);
    for (const kind of ['events', 'counts', 'server-minutes'] as const)
      while ((await store.history.prune(kind, T + HOUR, 2)) > 0);
    const left = await store.eventsAfter(0, 10);
    expect(left.map((e) => [e.type, (e.at - T) / HOUR])).toEqual([
      ['teams-counted', 1],
      ['session-phase-changed', 9],
    ]);
    await store.close();
  });
});
