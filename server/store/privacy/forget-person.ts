/** Forgets one person at once and for good: every fact, every pseudonym, every word that somebody typed. Nobody else may be writing. */
import { agentKeyOf, agentListed, agentView } from '#contract';
import { disconnectOf, eventAbout, NOBODY, type PseudonymOf, personalTypes } from '../../domain/history/forget';
import { blotter, type Identity } from '../../domain/privacy/blot';
import { dialectOf, openWriter, Prisma, type PrismaClient, type Query } from '../connection';
import { guarded } from '../guarded';
import type { AuditEntry } from '../people/port';
import { disconnectsOf } from '../queries/disconnects';
import { parsed } from '../queries/documents';
import { readStoredEvent, type StoredEvent } from '../stored-event';
import { entryChanges } from './audited';
import { auditStatement } from './running';
import { blotTexts, type FoundTexts } from './texts';

export interface WhoToForget {
  /** As Finesse spells it, or a JID. */
  loginId: string;
  /** null: of every cluster. */
  clusterKey: string | null;
}

export interface Forgotten extends FoundTexts {
  /** Deleted. */
  facts: number;
  /** Whose disconnect it was is nobody now; that there was one stays with the team. */
  disconnects: number;
  documents: number;
  /** Entries of who looked, now without at whom. */
  views: number;
  /** What was set up in the pages and still names them, as `kind key`. */
  setUp: string[];
}

export interface ForgetDeps {
  pseudonymOf: PseudonymOf;
  /** Written with the change, unless nothing was found. */
  audit(found: Forgotten): { id: string; entry: AuditEntry };
  /** Only says what would change. */
  dryRun: boolean;
}

/** The database must have been migrated. Throws `StoreError`. */
export async function forgetPerson(databaseUrl: string, who: WhoToForget, deps: ForgetDeps): Promise<Forgotten> {
  const db = await guarded('open', () => openWriter(databaseUrl));
  try {
    return await guarded('forgetPerson', () => forgetOn(db, who, deps));
  } finally {
    await db.$disconnect();
  }
}

async function forgetOn(db: PrismaClient, who: WhoToForget, { pseudonymOf, audit, dryRun }: ForgetDeps) {
  const logins = spellings(who.loginId);
  const clusters = who.clusterKey === null ? await clustersKnown(db) : [who.clusterKey];
  const people = clusters.flatMap((clusterKey) =>
    logins.flatMap((login) => [login, pseudonymOf(clusterKey, login)].map((loginId) => ({ clusterKey, loginId }))),
  );
  const records = await recordsOf(db, people);
  const names = [...new Set(records.names)];
  const identities = logins.map((loginId): Identity => ({ clusterKey: '', loginId, names }));
  const texts = await blotTexts(db, [...logins, ...names], blotter(identities));
  const entries = await entriesAbout(db, people);
  const found: Forgotten = {
    ...texts.found,
    ...{ facts: records.facts.length, disconnects: records.disconnects.length, documents: records.documents.length },
    views: records.views.length + entries.length,
    setUp: await namedInSetUp(db, logins),
  };
  const nothing = Object.values(found).every((n) => (Array.isArray(n) ? true : n === 0));
  if (dryRun || nothing) return found;
  const { id, entry } = audit(found);
  await db.$transaction([
    ...deletions(db, records),
    ...records.disconnects.map((d) => {
      const body = JSON.stringify(disconnectOf(NOBODY, d));
      return db.$executeRaw`UPDATE disconnect SET login_id = ${NOBODY}, body = ${body} WHERE id = ${d.id}`;
    }),
    ...records.views.flatMap((row) => viewOfNobody(db, row)),
    // The texts first: of an entry that is in both, what it is about is changed in what the texts left.
    ...texts.changes,
  ]);
  await db.$transaction([
    ...entryChanges(db, await entriesAbout(db, people), () => NOBODY),
    auditStatement(db, id, entry),
  ]);
  await overwritten(db);
  return found;
}

/** As it was given, and as a JID or a login of Finesse would be kept. */
function spellings(loginId: string): string[] {
  const bare = loginId.trim().replace(/\/.*$/, '');
  const local = bare.replace(/@.*$/, '');
  return [...new Set([bare, bare.toLowerCase(), local, local.toLowerCase()])].filter((one) => one !== '');
}

async function clustersKnown(db: PrismaClient): Promise<string[]> {
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT cluster_key AS key FROM document UNION SELECT DISTINCT cluster_key FROM disconnect
    UNION SELECT DISTINCT cluster_key FROM event WHERE target_id IS NULL AND cluster_key IS NOT NULL`;
  return rows.map(({ key }) => key);
}

type Person = Pick<Identity, 'clusterKey' | 'loginId'>;

/** All that is stored of them, and the names in it. */
async function recordsOf(db: PrismaClient, people: readonly Person[]) {
  const subjects = Prisma.join(['', ...people.map((p) => agentKeyOf(p.clusterKey, p.loginId))]);
  const [events, losses, documents] = await db.$transaction([
    db.$queryRaw<StoredEvent[]>`
      SELECT seq, type, v, body FROM event
      WHERE subject IN (${subjects}) AND type IN (${Prisma.join([...personalTypes])}) ORDER BY seq`,
    db.$queryRaw<{ id: string; body: string }[]>`
      SELECT id, body FROM disconnect WHERE cluster_key || '/' || login_id IN (${subjects})`,
    db.$queryRaw<{ key: string; state: string }[]>`
      SELECT key, state FROM document WHERE kind = 'agent' AND key IN (${subjects})`,
  ]);
  const disconnects = disconnectsOf(losses);
  const listings = events.flatMap((row) => {
    const event = agentListed.safeParse(JSON.parse(row.body));
    return event.success ? [event.data.profile] : [];
  });
  const views = documents.map((row) => parsed(agentView, row.state, `the agent ${row.key}`));
  return {
    facts: events.filter((row) => row.type !== 'agent-viewed'),
    views: events.filter((row) => row.type === 'agent-viewed'),
    ...{ disconnects, documents },
    names: [...listings, ...disconnects, ...views].flatMap((p) => [p.firstName, p.lastName].flatMap((n) => n ?? [])),
  };
}

function deletions(db: PrismaClient, records: Awaited<ReturnType<typeof recordsOf>>): Query<number>[] {
  const { facts, documents } = records;
  return [
    ...facts.map(({ seq }) => db.$executeRaw`DELETE FROM event WHERE seq = ${BigInt(seq)}`),
    ...documents.map(({ key }) => db.$executeRaw`DELETE FROM document WHERE kind = 'agent' AND key = ${key}`),
  ];
}

/** Who looked stays told. */
function viewOfNobody(db: PrismaClient, row: StoredEvent): Query<number>[] {
  const { seq, ...event } = readStoredEvent(row);
  const changed = eventAbout(NOBODY, event);
  if (changed === null || !('clusterKey' in changed)) return [];
  const subject = agentKeyOf(changed.clusterKey, NOBODY);
  return [
    db.$executeRaw`UPDATE event SET subject = ${subject}, body = ${JSON.stringify(changed)} WHERE seq = ${BigInt(seq)}`,
  ];
}

async function entriesAbout(db: PrismaClient, people: readonly Person[]) {
  const found = await db.$queryRaw<{ id: string; subject: string; detail: string }[]>`
    SELECT id, subject, detail FROM audit_entry WHERE detail LIKE '%"loginId":"%'`;
  const logins = new Set(people.map((p) => JSON.stringify(p.loginId)));
  return found.filter(({ detail }) =>
    [...detail.matchAll(/"loginId":("(?:[^"\\]|\\.)*")/g)].some(([, login]) => logins.has(login ?? '')),
  );
}

async function namedInSetUp(db: PrismaClient, logins: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<
    { kind: string; key: string; body: string }[]
  >`SELECT kind, key, body FROM config_item`;
  const named = new Set(logins.map((login) => JSON.stringify(login)));
  return rows.flatMap(({ kind, key, body }) =>
    [...body.matchAll(/"(?:[^"\\]|\\.)*"/g)].some(([text]) => named.has(text)) ? [`${kind} ${key}`] : [],
  );
}

/** What was taken out is not left in a page that nobody uses. */
async function overwritten(db: PrismaClient): Promise<void> {
  if (dialectOf(db).name === 'sqlite') {
    await db.$executeRaw(Prisma.raw('VACUUM'));
    await db.$queryRaw(Prisma.raw('PRAGMA wal_checkpoint(TRUNCATE)'));
    return;
  }
  for (const table of [
    'event',
    'disconnect',
    'document',
    'incident',
    'delivery',
    'silence',
    'transcript',
    'audit_entry',
  ])
    await db.$executeRaw(Prisma.raw(`VACUUM FULL ${table}`));
}
