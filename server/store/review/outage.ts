/** What a review of an outage reads besides history: facts about servers, groups, verdicts on some agents, and what was thrown away. */
import type { EpochMs, Event, EventOf, EventType, GroupRecord, Recorded, ServerView, UnobservedSpan } from '#contract';
import type { Span } from '../../domain/history/timeline';
import { Prisma, type PrismaClient } from '../connection';
import { guarded } from '../guarded';
import { groupRows, groupsOf } from '../queries/disconnects';
import { documentsOf, presentRows } from '../queries/documents';
import { unobservedRows, unobservedSpansOf } from '../queries/intervals';
import { ofClusters } from '../queries/scope';
import { readStoredEvent, type StoredEvent } from '../stored-event';

export interface OutageFactReads {
  /** The servers of a cluster that are still configured. */
  serversOf(clusterKey: string): Promise<ServerView[]>;
  /**
   * Facts of these types about `cluster/node` or `cluster/login`, in order of seq: those of [from, to), the newest `limit` of them, and of
   * each subject and type the last one before.
   */
  subjectFactsBetween<T extends EventType>(
    subjects: readonly string[],
    types: readonly T[],
    span: Span,
    limit: number,
  ): Promise<Recorded<EventOf<T>>[]>;
  /** Whole groups and shares that touch the range, oldest first. */
  groupsBetween(clusterKey: string, span: Span): Promise<GroupRecord[]>;
  /** Gaps and stalls that touch the range. */
  unobservedBetween(span: Span): Promise<UnobservedSpan[]>;
  /** Of each kind of history: everything before that time is gone. */
  thrownAway(): Promise<ReadonlyMap<string, EpochMs>>;
}

export function outageReadsOn(db: PrismaClient): OutageFactReads {
  return {
    serversOf: (clusterKey) =>
      guarded('serversOf', async () => documentsOf('server', await presentRows(db, 'server', ofClusters(clusterKey)))),
    subjectFactsBetween: (subjects, types, span, limit) =>
      guarded('subjectFactsBetween', async () => {
        if (subjects.length === 0 || types.length === 0) return [];
        const [inside, before] = await db.$transaction([
          insideRows(db, subjects, types, span, limit),
          beforeRows(db, subjects, types, span.from),
        ]);
        return [...before, ...inside]
          .map(readStoredEvent)
          .filter(isOneOf(types))
          .sort((a, b) => a.seq - b.seq);
      }),
    groupsBetween: (clusterKey, { from, to }) =>
      guarded('groupsBetween', async () =>
        groupsOf(await groupRows(db, ofClusters(clusterKey), 'all', from)).filter((g) => g.from < to),
      ),
    unobservedBetween: (span) =>
      guarded('unobservedBetween', async () => unobservedSpansOf(await unobservedRows(db, span))),
    thrownAway: () =>
      guarded('thrownAway', async () => {
        const rows = await db.$queryRaw<
          { kind: string; before_ms: bigint }[]
        >`SELECT kind, before_ms FROM history_mark`;
        return new Map(rows.map((row) => [row.kind, Number(row.before_ms)]));
      }),
  };
}

function insideRows(
  db: PrismaClient,
  subjects: readonly string[],
  types: readonly EventType[],
  { from, to }: Span,
  limit: number,
) {
  return db.$queryRaw<StoredEvent[]>`
    SELECT seq, type, v, body FROM event
    WHERE subject IN (${Prisma.join([...subjects])}) AND type IN (${Prisma.join([...types])})
      AND at >= ${BigInt(from)} AND at < ${BigInt(to)}
    ORDER BY at DESC, seq DESC LIMIT ${limit}`;
}

/** One look into the index per subject and type. */
function beforeRows(db: PrismaClient, subjects: readonly string[], types: readonly EventType[], from: number) {
  const last = subjects.flatMap((subject) =>
    types.map(
      (type) => Prisma.sql`
        SELECT * FROM (SELECT seq, type, v, body FROM event
          WHERE subject = ${subject} AND type = ${type} AND at < ${BigInt(from)} ORDER BY at DESC, seq DESC LIMIT 1) AS one`,
    ),
  );
  return db.$queryRaw<StoredEvent[]>(Prisma.sql`${Prisma.join(last, ' UNION ALL ')}`);
}

function isOneOf<T extends EventType>(types: readonly T[]) {
  return (e: Recorded<Event>): e is Recorded<EventOf<T>> => types.some((type) => type === e.type);
}
