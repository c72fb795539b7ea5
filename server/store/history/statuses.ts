/** What targets were over a range, from their changes of phase, the time that nobody observed, and the pings that were missed. */
import { z } from 'zod';
import { type EpochMs, sessionPhase, type TargetKey } from '#contract';
import { type StatusSpan, statusesOf } from '../../domain/history/availability';
import { MISSED_SPAN_MS } from '../../domain/history/pack';
import { claimsOf, type Span, type TimelineEvent, timelineEventOf } from '../../domain/history/timeline';
import { SILENT_AFTER_MS } from '../../domain/interval';
import { dialectOf, Prisma, type PrismaClient, type Query } from '../connection';
import { latestRunRows, observerOf } from '../queries/observer';
import { StoreError } from '../store-error';
import { readStoredEvent, type StoredEvent } from '../stored-event';
import { missedIn } from './rows';

/** A gap is told after it ended; the clock may have been set back since, but not by more than this. */
const TOLD_LATE_MS = 86_400_000;

type TargetEvent = StoredEvent & { target_id: number };
type Told = { seq: number; event: TimelineEvent };

export async function statusesBetween(
  db: PrismaClient,
  keys: readonly TargetKey[],
  range: Span,
  now: EpochMs,
  maintained: ReadonlyMap<TargetKey, readonly Span[]>,
): Promise<Map<TargetKey, StatusSpan[]>> {
  const targets = keys.length === 0 ? [] : await targetRows(db, keys);
  if (targets.length === 0) return new Map();
  const ids = targets.map((t) => Number(t.id));
  const [run, before, phases, observer, missed, fresh] = await db.$transaction([
    latestRunRows(db),
    beforeRows(db, ids, range),
    phaseRows(db, ids, range),
    observerRows(db, range),
    missedRows(db, ids, range),
    freshMissedRows(db, ids, range),
  ]);
  const everybody = observer.flatMap(toldOf);
  const told = grouped([...before, ...phases.flatMap(eventsIn)], (row) => Number(row.target_id));
  const missedBy = new Map(missed.map((row) => [Number(row.target_id), missedIn(row.bodies)]));
  const freshBy = grouped(fresh, (row) => Number(row.target_id));
  const until = observedUntil(observerOf(run)?.aliveAt ?? null, range, now);
  return new Map(
    targets.map(({ id, key }) => {
      const of = Number(id);
      const events = [...(told.get(of) ?? []).flatMap(toldOf), ...everybody].sort((a, b) => a.seq - b.seq);
      const claims = claimsOf(
        events.map((t) => t.event),
        until,
      );
      const spans = [...(missedBy.get(of) ?? []), ...(freshBy.get(of) ?? []).map(spanOf)];
      return [key, statusesOf({ claims, missed: spans, maintained: maintained.get(key) ?? [] }, range)];
    }),
  );
}

function targetRows(db: PrismaClient, keys: readonly TargetKey[]): Query<{ id: number; key: string }[]> {
  return db.$queryRaw<
    { id: number; key: string }[]
  >`SELECT id, key FROM target WHERE key IN (${Prisma.join([...keys])})`;
}

/** The last change of each target before the range, and when it was archived last. */
function beforeRows(db: PrismaClient, ids: readonly number[], { from }: Span): Query<TargetEvent[]> {
  const last = (type: string) => Prisma.sql`
    SELECT (
      SELECT p.seq FROM event p WHERE p.target_id = t.id AND p.type = ${type} AND p.at < ${BigInt(from)}
      ORDER BY p.at DESC, p.seq DESC LIMIT 1
    ) FROM target t WHERE t.id IN (${Prisma.join([...ids])})`;
  return db.$queryRaw<TargetEvent[]>`
    SELECT e.target_id, e.seq, e.type, e.v, e.body FROM event e
    WHERE e.seq IN (${last('session-phase-changed')} UNION ALL ${last('target-archived')})`;
}

type PhasesRow = { target_id: number; type: string; v: number; facts: string };

/** Of each target, kind and version one row: lines of a number and a body. */
function phaseRows(db: PrismaClient, ids: readonly number[], { from, to }: Span): Query<PhasesRow[]> {
  return db.$queryRaw<PhasesRow[]>`
    SELECT target_id, type, v, ${Prisma.raw(dialectOf(db).lines(`seq || ' ' || body`))} AS facts FROM event
    WHERE target_id IN (${Prisma.join([...ids])}) AND type IN ('session-phase-changed', 'target-archived')
      AND at >= ${BigInt(from)} AND at < ${BigInt(to)} GROUP BY target_id, type, v`;
}

function eventsIn({ target_id, type, v, facts }: PhasesRow): TargetEvent[] {
  return facts.split('\n').map((fact) => {
    const space = fact.indexOf(' ');
    return { target_id, type, v: Number(v), seq: Number(fact.slice(0, space)), body: fact.slice(space + 1) };
  });
}

/** What concerns all targets: in the range, and the last start of the observer before, which ended what phases there were. */
function observerRows(db: PrismaClient, { from, to }: Span): Query<StoredEvent[]> {
  const [since, until] = [BigInt(Math.max(0, from - TOLD_LATE_MS)), BigInt(to + TOLD_LATE_MS)];
  return db.$queryRaw<StoredEvent[]>`
    SELECT seq, type, v, body FROM event
    WHERE target_id IS NULL AND type IN ('observer-gap', 'observer-stalled', 'observer-started', 'clock-stepped')
      AND at >= ${since} AND at < ${until}
    UNION ALL
    SELECT seq, type, v, body FROM event WHERE seq = (
      SELECT seq FROM event WHERE target_id IS NULL AND type = 'observer-started' AND at < ${since}
      ORDER BY at DESC, seq DESC LIMIT 1
    )`;
}

type MissedRow = { target_id: number; bodies: string };

/** One row per target: of a year there are thousands, and a row costs more than what is in it. */
function missedRows(db: PrismaClient, ids: readonly number[], { from, to }: Span): Query<MissedRow[]> {
  const { lines, hexOf } = dialectOf(db);
  const bodies = lines(hexOf('body'));
  return db.$queryRaw<MissedRow[]>`
    SELECT target_id, ${Prisma.raw(bodies)} AS bodies FROM missed_pings
    WHERE target_id IN (${Prisma.join([...ids])})
      AND from_ms > ${BigInt(from - MISSED_SPAN_MS)} AND from_ms < ${BigInt(to)} AND to_ms > ${BigInt(from)}
    GROUP BY target_id`;
}

type FreshMissed = { target_id: number; sent_at: bigint; at_delta_ms: number };

function freshMissedRows(db: PrismaClient, ids: readonly number[], { from, to }: Span): Query<FreshMissed[]> {
  return db.$queryRaw<FreshMissed[]>`
    SELECT target_id, sent_at, at_delta_ms FROM sample WHERE target_id IN (${Prisma.join([...ids])})
    AND sent_at >= ${BigInt(from - MISSED_SPAN_MS)} AND sent_at < ${BigInt(to)} AND rtt_us IS NULL`;
}

function spanOf({ sent_at, at_delta_ms }: FreshMissed): Span {
  return { from: Number(sent_at), to: Number(sent_at) + Math.max(0, Number(at_delta_ms)) };
}

/** Of a change of phase only this much is read: a year of them is many, and what was stored is ours. */
const phaseChange = z.object({ at: z.number(), to: sessionPhase, failure: z.unknown() });

function toldOf(row: StoredEvent): Told[] {
  if (row.type !== 'session-phase-changed' || Number(row.v) !== 1) {
    const event = timelineEventOf(readStoredEvent(row));
    return event === null ? [] : [{ seq: Number(row.seq), event }];
  }
  const read = phaseChange.safeParse(JSON.parse(row.body));
  if (!read.success) throw new StoreError('corrupt', `event ${row.seq} is not readable`, { cause: read.error });
  const { at, to, failure } = read.data;
  return [{ seq: Number(row.seq), event: { kind: 'phase', at, to, failed: failure !== null } }];
}

/** Beyond the observer's last sign of life nothing is claimed. */
function observedUntil(aliveAt: EpochMs | null, range: Span, now: EpochMs): EpochMs {
  const end = Math.min(range.to, now);
  if (aliveAt === null) return range.from;
  return now - aliveAt > SILENT_AFTER_MS ? Math.min(end, aliveAt) : end;
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
