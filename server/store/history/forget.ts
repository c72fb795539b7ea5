/** Takes names out of stored facts: rewrites a few rows a time, from login to pseudonym, from pseudonym to nobody. */
import { agentKeyOf, agentView } from '#contract';
import {
  disconnectOf,
  eventAbout,
  isForgotten,
  NOBODY,
  type PseudonymOf,
  personalTypes,
} from '../../domain/history/forget';
import { blotter, type Identity } from '../../domain/privacy/blot';
import { Prisma, type PrismaClient, type Query } from '../connection';
import { entryChanges, namedEntries, pseudonymousEntries, pseudonymsOnly } from '../privacy/audited';
import { blotTexts } from '../privacy/texts';
import { disconnectsOf } from '../queries/disconnects';
import { parsed } from '../queries/documents';
import { readStoredEvent, type StoredEvent } from '../stored-event';

/** The wall clock may have been set back since a fact was told. */
const TOLD_LATE_MS = 86_400_000;

/**
 * Gives those who were named before `before` a pseudonym; the last verdict on who is still
 * listed stays, as it is what is thought of them now.
 *
 * @param since what lies a day before this has been done
 * @returns less than `limit`: that was all
 */
export async function forgetNames(
  db: PrismaClient,
  since: number,
  before: number,
  limit: number,
  pseudonymOf: PseudonymOf,
): Promise<number> {
  const from = BigInt(Math.max(0, since - TOLD_LATE_MS));
  const isListed = listed(Prisma.sql`e.subject`);
  const [events, disconnects, entries] = await db.$transaction([
    db.$queryRaw<StoredEvent[]>`
      SELECT seq, type, v, body FROM event e
      WHERE e.target_id IS NULL AND e.type IN (${Prisma.join([...personalTypes])}) AND e.at >= ${from} AND e.at < ${BigInt(before)}
        AND e.subject NOT LIKE '%/pseudonym:%' AND e.subject NOT LIKE ${`%/${NOBODY}`} AND (e.type <> 'agent-health-changed' OR EXISTS (
          SELECT 1 FROM event n WHERE n.subject = e.subject AND n.type = e.type AND n.at >= e.at AND n.seq > e.seq
        ) OR NOT ${isListed})
      ORDER BY e.seq LIMIT ${limit}`,
    // One that is open is awaited, as long as there is somebody to await.
    db.$queryRaw<{ id: string; body: string }[]>`
      SELECT id, body FROM disconnect x
      WHERE began_at < ${BigInt(before)} AND login_id NOT LIKE 'pseudonym:%' AND login_id <> ${NOBODY}
        AND (closed_at IS NOT NULL OR NOT ${listed(Prisma.sql`x.cluster_key || '/' || x.login_id`)})
      ORDER BY began_at LIMIT ${limit}`,
    namedEntries(db, before, limit),
  ]);
  const named = events.length + disconnects.length + entries.length;
  // Whoever is to go altogether goes when nothing of theirs is left to change: no row is written twice at once.
  const expired = named > 0 ? [] : await expiredAgents(db, before);
  const changes: Query<number>[] = [
    ...events.flatMap((row) => eventChange(db, row, pseudonymOf)),
    ...disconnectsOf(disconnects).map((d) => disconnectChange(db, pseudonymOf(d.clusterKey, d.loginId), d)),
    ...entryChanges(db, entries, pseudonymsOnly(pseudonymOf)),
    ...(await expire(db, expired)),
  ];
  await db.$transaction(changes);
  return named > 0 ? limit : expired.length === EXPIRED_A_STEP ? limit : expired.length;
}

/** Pseudonyms of before `before` go: facts about agents altogether, of disconnects the team stays. */
export async function forgetPseudonyms(db: PrismaClient, before: number, limit: number): Promise<number> {
  const disconnects = await db.$queryRaw<{ id: string; body: string }[]>`
    SELECT id, body FROM disconnect WHERE began_at < ${BigInt(before)} AND login_id LIKE 'pseudonym:%' ORDER BY began_at LIMIT ${limit}`;
  const entries = await pseudonymousEntries(db, before, limit);
  const [deleted] = await db.$transaction([
    db.$executeRaw`
      DELETE FROM event WHERE seq IN (
        SELECT seq FROM event WHERE target_id IS NULL AND type IN (${Prisma.join([...personalTypes])})
          AND at < ${BigInt(before)} AND (subject LIKE '%/pseudonym:%' OR subject LIKE ${`%/${NOBODY}`}) LIMIT ${limit})`,
    ...disconnectsOf(disconnects).map((d) => disconnectChange(db, NOBODY, d)),
    ...entryChanges(db, entries, () => NOBODY),
  ]);
  return Math.max(deleted ?? 0, disconnects.length, entries.length);
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

/** Whether such an agent is in the directory of a cluster that is still watched. */
function listed(key: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT 1 FROM document d WHERE d.kind = 'agent' AND d.key = ${key} AND d.removed = false AND NOT EXISTS (
      SELECT 1 FROM document c WHERE c.kind = 'cluster' AND c.key = d.cluster_key AND c.removed = true))`;
}

/** Each costs a look through all that was typed. */
const EXPIRED_A_STEP = 10;

/** Those who left the directory, or whose cluster is watched no more, once all that is said of them has lost its name. */
async function expiredAgents(db: PrismaClient, before: number): Promise<Identity[]> {
  const rows = await db.$queryRaw<{ key: string; state: string }[]>`
    SELECT key, state FROM document a WHERE a.kind = 'agent' AND NOT ${listed(Prisma.sql`a.key`)} AND NOT EXISTS (
      SELECT 1 FROM event e WHERE e.subject = a.key AND e.type IN (${Prisma.join([...personalTypes])})
        AND e.at >= ${BigInt(before)}) ORDER BY a.key LIMIT ${EXPIRED_A_STEP}`;
  return rows.map(({ key, state }) => {
    const { clusterKey, loginId, firstName, lastName } = parsed(agentView, state, `the agent ${key}`);
    return { clusterKey, loginId, names: [firstName, lastName].flatMap((name) => name ?? []) };
  });
}

/** They go, and with them their names from all that was typed about them. */
async function expire(db: PrismaClient, expired: readonly Identity[]): Promise<Query<number>[]> {
  if (expired.length === 0) return [];
  const words = expired.flatMap(({ loginId, names }) => [loginId, ...names]);
  const { changes } = await blotTexts(db, words, blotter(expired));
  const keys = expired.map((who) => agentKeyOf(who.clusterKey, who.loginId));
  return [...changes, db.$executeRaw`DELETE FROM document WHERE kind = 'agent' AND key IN (${Prisma.join(keys)})`];
}
