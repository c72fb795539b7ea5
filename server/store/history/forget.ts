/** Takes names out of stored facts: rewrites a few rows a time, from login to pseudonym, from pseudonym to nobody. */
import { agentKeyOf } from '#contract';
import {
  disconnectOf,
  eventAbout,
  isForgotten,
  NOBODY,
  type PseudonymOf,
  personalTypes,
} from '../../domain/history/forget';
import { Prisma, type PrismaClient, type Query } from '../connection';
import { disconnectsOf } from '../queries/disconnects';
import { readStoredEvent, type StoredEvent } from '../stored-event';

/** The wall clock may have been set back since a fact was told. */
const TOLD_LATE_MS = 86_400_000;

/**
 * Gives those who were named before `before` a pseudonym; the last verdict on who is still
 * listed stays, as it is what is thought of them now.
 *
 * @param since what lies a day before this has been done
 * @returns how many rows were changed; less than `limit`: that was all
 */
export async function forgetNames(
  db: PrismaClient,
  since: number,
  before: number,
  limit: number,
  pseudonymOf: PseudonymOf,
): Promise<number> {
  const from = BigInt(Math.max(0, since - TOLD_LATE_MS));
  const [events, disconnects] = await db.$transaction([
    db.$queryRaw<StoredEvent[]>`
      SELECT seq, type, v, body FROM event e
      WHERE e.target_id IS NULL AND e.type IN (${Prisma.join([...personalTypes])}) AND e.at >= ${from} AND e.at < ${BigInt(before)}
        AND e.subject NOT LIKE '%/pseudonym:%' AND (e.type <> 'agent-health-changed' OR EXISTS (
          SELECT 1 FROM event n WHERE n.subject = e.subject AND n.type = e.type AND n.at >= e.at AND n.seq > e.seq
        ) OR NOT EXISTS (SELECT 1 FROM document d WHERE d.kind = 'agent' AND d.key = e.subject AND d.removed = false))
      ORDER BY e.seq LIMIT ${limit}`,
    db.$queryRaw<{ id: string; body: string }[]>`
      SELECT id, body FROM disconnect
      WHERE began_at < ${BigInt(before)} AND login_id NOT LIKE 'pseudonym:%' AND login_id <> ${NOBODY} AND closed_at IS NOT NULL
      ORDER BY began_at LIMIT ${limit}`,
  ]);
  const changes: Query<number>[] = [
    ...events.flatMap((row) => eventChange(db, row, pseudonymOf)),
    ...disconnectsOf(disconnects).map((d) => disconnectChange(db, pseudonymOf(d.clusterKey, d.loginId), d)),
  ];
  await db.$transaction([...changes, removedAgents(db, before)]);
  return Math.max(events.length, disconnects.length);
}

/** Pseudonyms of before `before` go: facts about agents altogether, of disconnects the team stays. */
export async function forgetPseudonyms(db: PrismaClient, before: number, limit: number): Promise<number> {
  const disconnects = await db.$queryRaw<{ id: string; body: string }[]>`
    SELECT id, body FROM disconnect WHERE began_at < ${BigInt(before)} AND login_id LIKE 'pseudonym:%' ORDER BY began_at LIMIT ${limit}`;
  const [deleted] = await db.$transaction([
    db.$executeRaw`
      DELETE FROM event WHERE seq IN (
        SELECT seq FROM event WHERE target_id IS NULL AND type IN (${Prisma.join([...personalTypes])})
          AND at < ${BigInt(before)} AND subject LIKE '%/pseudonym:%' LIMIT ${limit})`,
    ...disconnectsOf(disconnects).map((d) => disconnectChange(db, NOBODY, d)),
  ]);
  return Math.max(deleted ?? 0, disconnects.length);
}

function eventChange(db: PrismaClient, row: StoredEvent, pseudonymOf: PseudonymOf): Query<number>[] {
  const { seq, ...event } = readStoredEvent(row);
  if (!('loginId' in event) || isForgotten(event.loginId)) return [];
  const loginId = pseudonymOf(event.clusterKey, event.loginId);
  const changed = eventAbout(loginId, event);
  if (changed === null) return [];
  const subject = agentKeyOf(event.clusterKey, loginId);
  return [
    db.$executeRaw`UPDATE event SET subject = ${subject}, body = ${JSON.stringify(changed)} WHERE seq = ${BigInt(seq)}`,
  ];
}

function disconnectChange(db: PrismaClient, loginId: string, d: Parameters<typeof disconnectOf>[1]): Query<number> {
  const changed = disconnectOf(loginId, d);
  return db.$executeRaw`
    UPDATE disconnect SET login_id = ${loginId}, body = ${JSON.stringify(changed)} WHERE id = ${d.id}`;
}

/** Those who left the directory, once all that is said of them has lost its name. */
function removedAgents(db: PrismaClient, before: number): Query<number> {
  return db.$executeRaw`
    DELETE FROM document WHERE kind = 'agent' AND removed = true AND NOT EXISTS (
      SELECT 1 FROM event e WHERE e.subject = document.key AND e.type IN (${Prisma.join([...personalTypes])})
        AND e.at >= ${BigInt(before)})`;
}
