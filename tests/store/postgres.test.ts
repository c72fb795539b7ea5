/** What only PostgreSQL does: a server that goes away, text that it refuses, and migrations that are derived. */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { inProject } from '../../server/config/project-root';
import { changedDocuments, createDocumentBook } from '../../server/record/documents';
import { derivedSchema, pendingPostgresMigration, postgresStep } from '../../server/store/make-migration';
import { migrate } from '../../server/store/migrate';
import { openStore } from '../../server/store/open';
import { postgresql } from '../../server/store/provider/postgresql';
import { openReadStore } from '../../server/store/read-store';
import { bareDatabase, postgresDatabase, postgresIsHere } from '../support/databases';
import { answered, configured, numbered } from '../support/facts';
import { CC, clusterNamed, does, listed } from '../support/presence-facts';

const T = 1_700_000_000_000;
const empty = { states: [], documents: [], aliveAt: T };

async function asking(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

/** Ends every connection to the database, as a restart of the server does. */
const hangUp = (url: string) =>
  asking(
    url,
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );

/** Columns and indices of all tables, by name. */
const shapeOf = async (url: string) => [
  await asking(
    url,
    `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`,
  ),
  await asking(
    url,
    `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`,
  ),
];

describe("PostgreSQL's schema", () => {
  it('is derived from the source, and its migrations are made', async () => {
    expect(readFileSync(inProject('prisma', 'postgres', 'schema.prisma'), 'utf8')).toBe(await derivedSchema());
    expect(await pendingPostgresMigration()).toBeNull();
  });

  it.skipIf(!postgresIsHere)(
    'is what the migrations make of an empty database, and nothing is applied twice',
    async () => {
      const url = await bareDatabase();
      const { applied } = await migrate(url);
      expect(applied.length).toBeGreaterThan(0);
      expect(await migrate(url)).toEqual({ applied: [] });
      const fromNothing = await bareDatabase();
      await asking(fromNothing, (await postgresStep(null, await derivedSchema())) ?? '');
      expect(await shapeOf(url)).toEqual(await shapeOf(fromNothing));
    },
  );
});

describe.skipIf(!postgresIsHere)('a store on PostgreSQL', () => {
  it('goes on when the server was gone for a moment, and stores a repeated commit once', async () => {
    const url = await postgresDatabase();
    const store = await openStore(url);
    await store.commit({ ...empty, events: numbered([configured(T)]) });
    await hangUp(url);
    const next = { ...empty, events: numbered([answered(T, 1), answered(T + 1, 2)], 2) };
    for (let tries = 0; tries < 3; tries++) {
      const refusal = await store.commit(next).catch((error: unknown) => error);
      if (refusal === undefined) break;
      expect(refusal).toMatchObject({ name: 'StoreError', kind: 'unreachable' });
    }
    await store.commit(next);
    expect((await store.eventsAfter(1, 10)).map((e) => e.seq)).toEqual([2, 3]);
    await store.close();
  });

  it('keeps an event whose text it cannot hold as it is', async () => {
    const store = await openStore(await postgresDatabase());
    const odd = { ...answered(T, 1), pingId: 'a\u0000b\\u0000\ud800c' };
    const inBody = does(T, 'anna', '7', 'x');
    await store.commit({ ...empty, events: numbered([configured(T), odd, { ...inBody, type: 'agent-unlisted' }]) });
    expect(await store.eventsAfter(1, 1)).toMatchObject([{ pingId: 'a\ufffdb\\u0000\ufffdc' }]);
    await store.close();
  });

  it('reads a snapshot of one moment while it is written', async () => {
    const url = await postgresDatabase();
    const store = await openStore(url);
    const pages = await openReadStore(url);
    const book = createDocumentBook();
    let seq = 0;
    const commit = async (events: Parameters<typeof numbered>[0]) => {
      const recorded = numbered(events, seq + 1);
      const documents = changedDocuments(recorded, book);
      await store.commit({ ...empty, events: recorded, documents });
      book.apply(documents);
      seq += recorded.length;
    };
    await commit([clusterNamed(T), listed(T, 'anna', '7'), does(3, 'anna', '7', 'READY')]);
    let writing = true;
    const writer = (async () => {
      while (writing) await commit([does(seq + 1, 'anna', '7', 'READY')]);
    })();
    for (let i = 0; i < 60; i++) {
      const board = await pages.boardSnapshot({ clusterKey: CC, teams: null, at: T });
      expect(board.agents[0]?.stateSince).toBe(board.lastSeq);
    }
    writing = false;
    await writer;
    expect(seq).toBeGreaterThan(3);
    await pages.close();
    await store.close();
  });

  it('never writes through the door of pages', async () => {
    const adapter = postgresql.adapterFor(await postgresDatabase(), 'reading');
    const db = await adapter.connect();
    await expect(db.executeScript('DELETE FROM meta')).rejects.toThrow();
    await db.dispose();
  });
});
