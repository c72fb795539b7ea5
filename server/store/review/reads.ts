/** The reading of single facts for reviews. */
import type { EventOf, EventType, Recorded, TargetKey } from '#contract';
import type { Span } from '../../domain/history/timeline';
import { type BodyRow, incidentOf, silenceOf } from '../alert/rows';
import { Prisma, type PrismaClient } from '../connection';
import { guarded } from '../guarded';
import { disconnectsOf } from '../queries/disconnects';
import { documentRows, documentsOf } from '../queries/documents';
import { targetStateOf, targetStateRows } from '../queries/target-states';
import { readStoredEvent, type StoredEvent } from '../stored-event';
import type { ReviewReads } from './port';

export function reviewReadsOn(db: PrismaClient): ReviewReads {
  return {
    targetsKnown: () => guarded('targetsKnown', async () => (await targetStateRows(db)).map(targetStateOf)),
    clustersKnown: () =>
      guarded('clustersKnown', async () => {
        const [clusters, members] = await db.$transaction([documentRows(db, 'cluster', null), oneOfEachTeam(db)]);
        const agents = documentsOf('agent', members);
        return documentsOf('cluster', clusters).map(({ key, name, removed }) => ({
          ...{ key, name, removed },
          teams: agents.flatMap((a) => (a.clusterKey === key ? [{ teamId: a.teamId, teamName: a.teamName }] : [])),
        }));
      }),
    factsBetween: (keys, types, span, limit) =>
      guarded('factsBetween', async () =>
        keys.length === 0 || types.length === 0 ? [] : factsOf(await factRows(db, keys, types, span, limit), types),
      ),
    configuredBefore: (key, at) =>
      guarded('configuredBefore', async () => factsOf(await configuredRows(db, key, at), ['target-configured'])),
    observerFactsBetween: (types, span, limit) =>
      guarded('observerFactsBetween', async () => factsOf(await observerRows(db, types, span, limit), types)),
    disconnectsBetween: (clusterKey, { from, to }) =>
      guarded('disconnectsBetween', async () =>
        disconnectsOf(
          await db.$queryRaw<{ id: string; body: string }[]>`
            SELECT id, body FROM disconnect
            WHERE cluster_key = ${clusterKey} AND began_at >= ${BigInt(from)} AND began_at < ${BigInt(to)}
            ORDER BY began_at, id`,
        ),
      ),
    incidentsBetween: (clusterKey, { from, to }, limit) =>
      guarded('incidentsBetween', async () =>
        (
          await db.$queryRaw<BodyRow[]>`
            SELECT id, body FROM incident
            WHERE opened_at < ${BigInt(to)} AND (resolved_at IS NULL OR resolved_at >= ${BigInt(from)})
              AND (cluster_key = ${clusterKey} OR cluster_key IS NULL)
            ORDER BY opened_at DESC, id LIMIT ${limit}`
        ).map(incidentOf),
      ),
    silencesBetween: ({ from, to }, limit) =>
      guarded('silencesBetween', async () =>
        (
          await db.$queryRaw<BodyRow[]>`
            SELECT id, body FROM silence WHERE expires_at >= ${BigInt(from)} ORDER BY expires_at DESC, id LIMIT ${limit}`
        )
          .map(silenceOf)
          .filter((s) => s.startsAt < to),
      ),
  };
}

/** Names of teams are known from their agents alone. */
function oneOfEachTeam(db: PrismaClient) {
  return db.$queryRaw<{ key: string; state: string }[]>`
    SELECT d.key, d.state FROM document d JOIN (
      SELECT MIN(key) AS key FROM document WHERE kind = 'agent' AND team_id IS NOT NULL GROUP BY cluster_key, team_id
    ) one ON one.key = d.key WHERE d.kind = 'agent' ORDER BY d.key`;
}

function factRows(
  db: PrismaClient,
  keys: readonly TargetKey[],
  types: readonly EventType[],
  { from, to }: Span,
  limit: number,
) {
  return db.$queryRaw<StoredEvent[]>`
    SELECT e.seq, e.type, e.v, e.body FROM target t JOIN event e ON e.target_id = t.id
    WHERE t.key IN (${Prisma.join([...keys])}) AND e.type IN (${Prisma.join([...types])})
      AND e.at >= ${BigInt(from)} AND e.at < ${BigInt(to)}
    ORDER BY e.at DESC, e.seq DESC LIMIT ${limit}`;
}

function configuredRows(db: PrismaClient, key: TargetKey, at: number) {
  return db.$queryRaw<StoredEvent[]>`
    SELECT e.seq, e.type, e.v, e.body FROM target t JOIN event e ON e.target_id = t.id
    WHERE t.key = ${key} AND e.type = 'target-configured' AND e.at < ${BigInt(at)}
    ORDER BY e.at DESC, e.seq DESC LIMIT 1`;
}

function observerRows(db: PrismaClient, types: readonly EventType[], { from, to }: Span, limit: number) {
  return db.$queryRaw<StoredEvent[]>`
    SELECT seq, type, v, body FROM event
    WHERE target_id IS NULL AND type IN (${Prisma.join([...types])}) AND at >= ${BigInt(from)} AND at < ${BigInt(to)}
    ORDER BY at DESC, seq DESC LIMIT ${limit}`;
}

/** Oldest first. */
function factsOf<T extends EventType>(rows: readonly StoredEvent[], types: readonly T[]): Recorded<EventOf<T>>[] {
  return rows.map(readStoredEvent).filter(isOf(types)).reverse();
}

function isOf<T extends EventType>(types: readonly T[]) {
  return (e: Recorded): e is Recorded<EventOf<T>> => types.some((type) => type === e.type);
}
