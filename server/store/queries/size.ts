/** How large the database is. */
import { dialectOf, Prisma, type PrismaClient } from '../connection';

/** Bytes, free pages included; of SQLite without its write-ahead log, of PostgreSQL with indexes. */
export async function databaseBytes(db: PrismaClient): Promise<number> {
  if (dialectOf(db).name === 'postgresql') {
    const [row] = await db.$queryRaw<{ bytes: bigint }[]>`SELECT pg_database_size(current_database()) AS bytes`;
    return Number(row?.bytes ?? 0);
  }
  const [pages] = await db.$queryRaw<{ page_count: bigint }[]>(Prisma.raw('PRAGMA page_count'));
  const [size] = await db.$queryRaw<{ page_size: bigint }[]>(Prisma.raw('PRAGMA page_size'));
  return Number(pages?.page_count ?? 0) * Number(size?.page_size ?? 0);
}
