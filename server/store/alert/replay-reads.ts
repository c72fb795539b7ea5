/** What replaying a rule reads: facts in their order, summaries of pings, and counts; in pieces that a caller can bear in memory. */
import { z } from 'zod';
import {
  type AgentView,
  agentHealthChanged,
  type ClusterView,
  type EpochMs,
  type Event,
  type EventType,
  type ServerView,
  serverMinute,
  serverMinuteCounted,
  sessionPhaseChanged,
  type TargetKey,
  type TargetState,
  type UnobservedSpan,
} from '#contract';
import { type Slots, slotsOfRollups } from '../../domain/alert/replay/slots';
import { mergeRollups } from '../../domain/history/pack';
import { DayReader } from '../../domain/history/packed-day';
import { type Resolution, type Rollup, resolutionMs, rollUp } from '../../domain/history/rollup';
import type { Span } from '../../domain/history/timeline';
import { SILENT_AFTER_MS } from '../../domain/interval';
import { Prisma, type PrismaClient } from '../connection';
import { guarded } from '../guarded';
import { freshRows, freshSamplesOf } from '../history/fresh';
import { type DayRow, dayOf, eachRollupIn, rollupsIn, secondsOf } from '../history/rows';
import { documentsOf, presentRows } from '../queries/documents';
import { unobservedRows, unobservedSpansOf } from '../queries/intervals';
import { latestRunRows, observerOf } from '../queries/observer';
import { currentTargetStateRows, targetStateOf } from '../queries/target-states';
import { readStoredEvent, type StoredEvent } from '../stored-event';

/** Every call reads one moment of the database. Throws `StoreError`. */
export interface ReplayReads {
  /** As they are now, without what is archived or removed. */
  replayPlaces(): Promise<{ targets: TargetState[]; servers: ServerView[]; clusters: ClusterView[] }>;
  replayAgents(clusterKey: string): Promise<AgentView[]>;
  /** Of each kind of history: everything before that time is gone. */
  replayMarks(): Promise<ReadonlyMap<string, EpochMs>>;
  /** Gaps and stalls that touch the span, and the time before the first fact and since the last sign of life. */
  replayUnobserved(span: Span, now: EpochMs): Promise<UnobservedSpan[]>;
  /** In order of time: of these targets, in [from, to). */
  targetFacts(keys: readonly TargetKey[], types: readonly EventType[], span: Span): Promise<Event[]>;
  /** The last of each type before. */
  targetFactsBefore(keys: readonly TargetKey[], types: readonly EventType[], before: EpochMs): Promise<Event[]>;
  /** In order of time: those of a cluster that are about no target, in [from, to). */
  clusterFacts(clusterKey: string, types: readonly EventType[], span: Span): Promise<Event[]>;
  /** The last `each` of every type and server before, in order of time. */
  serverFactsBefore(
    servers: readonly string[],
    types: readonly EventType[],
    before: EpochMs,
    each: number,
  ): Promise<Event[]>;
  /** Hours with pings, by target, fresh ones included. */
  pingHours(keys: readonly TargetKey[], span: Span): Promise<Map<TargetKey, Slots>>;
  /** What there is of these days of UTC, fresh pings included. */
  pingSlots(key: TargetKey, resolution: Resolution, days: readonly number[]): Promise<Slots>;
  /** How many agents were connected, by minute. */
  connectedMinutes(clusterKey: string, span: Span): Promise<{ at: EpochMs; connected: number }[]>;
}

export function replayReadsOn(db: PrismaClient): ReplayReads {
  const all = Prisma.sql`1 = 1`;
  return {
    replayPlaces: () =>
      guarded('replayPlaces', async () => {
        const [targets, servers, clusters] = await db.$transaction([
          currentTargetStateRows(db),
          presentRows(db, 'server', all),
          presentRows(db, 'cluster', all),
        ]);
        return {
          targets: targets.map(targetStateOf),
          servers: documentsOf('server', servers),
          clusters: documentsOf('cluster', clusters),
        };
      }),
    replayAgents: (clusterKey) =>
      guarded('replayAgents', async () =>
        documentsOf('agent', await presentRows(db, 'agent', Prisma.sql`cluster_key = ${clusterKey}`)),
      ),
    replayMarks: () =>
      guarded('replayMarks', async () => {
        const rows = await db.$queryRaw<MarkRow[]>`SELECT kind, before_ms FROM history_mark`;
        return new Map(rows.map((row) => [row.kind, Number(row.before_ms)]));
      }),
    replayUnobserved: (span, now) => guarded('replayUnobserved', () => unobservedIn(db, span, now)),
    targetFacts: (keys, types, span) =>
      guarded('targetFacts', async () =>
        keys.length === 0 ? [] : (await targetFactRows(db, keys, types, span)).map(readFact),
      ),
    targetFactsBefore: (keys, types, before) =>
      guarded('targetFactsBefore', async () =>
        keys.length === 0 ? [] : (await targetBeforeRows(db, keys, types, before)).map(readFact),
      ),
    clusterFacts: (clusterKey, types, span) =>
      guarded('clusterFacts', async () => (await clusterFactRows(db, clusterKey, types, span)).map(readFact)),
    serverFactsBefore: (servers, types, before, each) =>
      guarded('serverFactsBefore', async () => {
        const found: StoredEvent[] = [];
        for (const subject of servers)
          for (const type of types) found.push(...(await serverBeforeRows(db, subject, type, before, each)));
        return found.map(readFact).sort((a, b) => a.at - b.at);
      }),
    pingHours: (keys, span) => guarded('pingHours', () => pingHours(db, keys, span)),
    pingSlots: (key, resolution, days) => guarded('pingSlots', () => pingSlots(db, key, resolution, days)),
    connectedMinutes: (clusterKey, { from, to }) =>
      guarded('connectedMinutes', async () => {
        const rows = await db.$queryRaw<{ at: bigint; connected: number; unstable: number }[]>`
          SELECT at, connected, unstable FROM health_count
          WHERE cluster_key = ${clusterKey} AND at >= ${BigInt(from)} AND at < ${BigInt(to)} ORDER BY at, seq`;
        return rows.map((r) => ({ at: Number(r.at), connected: Number(r.connected) + Number(r.unstable) }));
      }),
  };
}

type MarkRow = { kind: string; before_ms: bigint };

async function unobservedIn(db: PrismaClient, span: Span, now: EpochMs): Promise<UnobservedSpan[]> {
  const [rows, runs, firsts] = await db.$transaction([
    unobservedRows(db, span),
    latestRunRows(db),
    db.$queryRaw<{ at: bigint }[]>`SELECT at FROM event ORDER BY seq LIMIT 1`,
  ]);
  // The first fact of all: before it there was no Holdfast.
  const since = Number(firsts[0]?.at ?? span.from);
  const aliveAt = observerOf(runs)?.aliveAt ?? null;
  const silent = aliveAt !== null && now - aliveAt > SILENT_AFTER_MS && aliveAt < span.to;
  return [
    ...(since > span.from ? [{ from: span.from, to: Math.min(since, span.to) }] : []),
    ...unobservedSpansOf(rows),
    ...(silent ? [{ from: aliveAt, to: span.to }] : []),
  ];
}

function targetFactRows(db: PrismaClient, keys: readonly TargetKey[], types: readonly EventType[], span: Span) {
  return db.$queryRaw<StoredEvent[]>`
    SELECT e.seq, e.type, e.v, e.body FROM target t JOIN event e ON e.target_id = t.id
    WHERE t.key IN (${Prisma.join([...keys])}) AND e.type IN (${Prisma.join([...types])})
      AND e.at >= ${BigInt(span.from)} AND e.at < ${BigInt(span.to)}
    ORDER BY e.at, e.seq`;
}

/** One look into the index per target and type. */
function targetBeforeRows(db: PrismaClient, keys: readonly TargetKey[], types: readonly EventType[], before: EpochMs) {
  const last = types.map(
    (type) => Prisma.sql`
      SELECT (
        SELECT p.seq FROM event p WHERE p.target_id = t.id AND p.type = ${type} AND p.at < ${BigInt(before)}
        ORDER BY p.at DESC, p.seq DESC LIMIT 1
      ) FROM target t WHERE t.key IN (${Prisma.join([...keys])})`,
  );
  return db.$queryRaw<StoredEvent[]>`
    SELECT seq, type, v, body FROM event WHERE seq IN (${Prisma.join(last, ' UNION ALL ')}) ORDER BY at, seq`;
}

function clusterFactRows(db: PrismaClient, clusterKey: string, types: readonly EventType[], { from, to }: Span) {
  return db.$queryRaw<StoredEvent[]>`
    SELECT seq, type, v, body FROM event
    WHERE target_id IS NULL AND type IN (${Prisma.join([...types])}) AND at >= ${BigInt(from)} AND at < ${BigInt(to)}
      AND cluster_key = ${clusterKey}
    ORDER BY at, seq`;
}

function serverBeforeRows(db: PrismaClient, subject: string, type: EventType, before: EpochMs, limit: number) {
  return db.$queryRaw<StoredEvent[]>`
    SELECT seq, type, v, body FROM event WHERE subject = ${subject} AND type = ${type} AND at < ${BigInt(before)}
    ORDER BY at DESC, seq DESC LIMIT ${limit}`;
}

/** Of a minute's requests nothing is asked, and they are most of it. */
const minuteWithoutRequests = serverMinuteCounted.extend({
  minute: serverMinute.extend({ requests: z.unknown().transform((): [] => []) }),
});
/** Those that come by the thousand are read without trying every other kind of event. */
const quickly = new Map<string, z.ZodType<Event>>([
  ['server-minute-counted', minuteWithoutRequests],
  ['agent-health-changed', agentHealthChanged],
  ['session-phase-changed', sessionPhaseChanged],
]);

function readFact(row: StoredEvent): Event {
  const quick = row.v === 1 ? quickly.get(row.type)?.safeParse(JSON.parse(row.body)) : undefined;
  return quick?.success === true ? quick.data : readStoredEvent(row);
}

async function pingHours(db: PrismaClient, keys: readonly TargetKey[], span: Span): Promise<Map<TargetKey, Slots>> {
  if (keys.length === 0) return new Map();
  const targets = await idsOf(db, keys);
  const [stored, ...fresh] = await db.$transaction([
    db.$queryRaw<(DayRow & { target_id: number })[]>`
      SELECT target_id, resolution, day, body FROM rollup
      WHERE resolution = ${secondsOf('1h')} AND day >= ${dayOf(span.from)} AND day <= ${dayOf(span.to)}
        AND target_id IN (${Prisma.join(targets.map((t) => t.id))})
      ORDER BY target_id, day`,
    ...targets.map((t) => freshRows(db, t.id, span)),
  ]);
  return new Map(
    targets.map(({ id, key }, i) => {
      const rows = stored.filter((row) => Number(row.target_id) === id);
      return [key, slotsOf(rows, rollUp(freshSamplesOf(fresh[i] ?? []), resolutionMs['1h']))];
    }),
  );
}

async function pingSlots(
  db: PrismaClient,
  key: TargetKey,
  resolution: Resolution,
  days: readonly number[],
): Promise<Slots> {
  const [target] = days.length === 0 ? [] : await idsOf(db, [key]);
  if (target === undefined) return slotsOf([], []);
  const span = { from: Math.min(...days) * DAY_MS, to: (Math.max(...days) + 1) * DAY_MS };
  const [stored, fresh] = await db.$transaction([
    db.$queryRaw<DayRow[]>`
      SELECT resolution, day, body FROM rollup
      WHERE target_id = ${target.id} AND resolution = ${secondsOf(resolution)} AND day IN (${Prisma.join([...days])})
      ORDER BY day`,
    freshRows(db, target.id, span),
  ]);
  const wanted = new Set(days);
  const pings = freshSamplesOf(fresh).filter((s) => wanted.has(dayOf(s.at)));
  return slotsOf(stored, rollUp(pings, resolutionMs[resolution]));
}

const reader = new DayReader();

/** What is packed stays packed but for the days that somebody looks at, of which the last two stay open. */
function slotsOf(rows: readonly DayRow[], fresh: readonly Rollup[]): Slots {
  const ofFresh = slotsOfRollups(fresh);
  let open: { row: DayRow; rollups: Rollup[] }[] = [];
  function opened(row: DayRow): Rollup[] {
    const known = open.find((o) => o.row === row) ?? { row, rollups: rollupsIn(row) };
    open = [known, ...open.filter((o) => o !== known)].slice(0, 2);
    return known.rollups;
  }
  return {
    each(take) {
      for (const row of rows) eachRollupIn(row, reader, take);
      ofFresh.each(take);
    },
    between(span) {
      const days = rows.filter(({ day }) => Number(day) >= dayOf(span.from) && Number(day) <= dayOf(span.to - 1));
      const inside = days.flatMap(opened).filter((r) => r.from >= span.from && r.from < span.to);
      return mergeRollups(inside, ofFresh.between(span));
    },
  };
}

const DAY_MS = resolutionMs['1d'];

async function idsOf(db: PrismaClient, keys: readonly TargetKey[]): Promise<{ id: number; key: string }[]> {
  const rows = await db.$queryRaw<{ id: number; key: string }[]>`
    SELECT id, key FROM target WHERE key IN (${Prisma.join([...keys])}) ORDER BY key`;
  return rows.map(({ id, key }) => ({ id: Number(id), key }));
}
