/** The audit log forgets as the rest does: whom an entry is about becomes a pseudonym, then nobody; who acted stays. */
import { isForgotten, NOBODY, type PseudonymOf } from '../../domain/history/forget';
import { loginsDeep } from '../../domain/privacy/blot';
import { Prisma, type PrismaClient, type Query } from '../connection';

type Row = { id: string; subject: string; detail: string };

/** Entries that name somebody, of before. */
export function namedEntries(db: PrismaClient, before: number, limit: number): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT id, subject, detail FROM audit_entry WHERE at < ${BigInt(before)} AND detail LIKE '%"loginId":"%'
      AND detail NOT LIKE '%"loginId":"pseudonym:%' AND detail NOT LIKE ${`%"loginId":"${NOBODY}"%`}
    ORDER BY at LIMIT ${limit}`;
}

export function pseudonymousEntries(db: PrismaClient, before: number, limit: number): Query<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT id, subject, detail FROM audit_entry WHERE at < ${BigInt(before)} AND detail LIKE '%"loginId":"pseudonym:%'
    ORDER BY at LIMIT ${limit}`;
}

/** @param becomes what a login is from now on */
export function entryChanges(db: PrismaClient, rows: readonly Row[], becomes: PseudonymOf): Query<number>[] {
  return rows.map((row) => {
    const named: [string, string][] = [];
    const detail = loginsDeep(JSON.parse(row.detail), (clusterKey, loginId) => {
      const other = becomes(clusterKey, loginId);
      named.push([loginId, other]);
      return other;
    });
    const subject = named.reduce((text, [login, other]) => text.split(login).join(other), row.subject);
    return db.$executeRaw(
      Prisma.sql`UPDATE audit_entry SET detail = ${JSON.stringify(detail)}, subject = ${subject} WHERE id = ${row.id}`,
    );
  });
}

/** A pseudonym stays one; a name becomes it. */
export function pseudonymsOnly(pseudonymOf: PseudonymOf): PseudonymOf {
  return (clusterKey, loginId) => (isForgotten(loginId) ? loginId : pseudonymOf(clusterKey, loginId));
}
