/** Fills a database with a year of many targets at the levels that retention keeps, and the last days of some at full rate. */
import { chunkOf, daysWith } from '../../server/domain/history/pack';
import { DAY_MS, type Resolution, resolutionMs } from '../../server/domain/history/rollup';
import { dialectOf, openWriter, Prisma, type PrismaClient } from '../../server/store/connection';
import { chunkRow, chunkTable, rollupRow, secondsOf } from '../../server/store/history/rows';
import { insertRows } from '../../server/store/writes/insert';
import type { Row, Table } from '../../server/store/writes/tables';
import { insertCounts, insertFacts, insertMissed } from './history-facts';
import { dayOfPings, keyOf, type Year } from './history-material';

/** Kinds of days that are made once and told of many targets. */
const KINDS = 12;
const KIND_DAYS = 8;

const templateTable: Table = {
  name: 'bench_template',
  columns: [
    ['kind', 'int'],
    ['resolution', 'int'],
    ['nth', 'int'],
    ['body', 'bytes'],
  ],
};

export async function fillYear(url: string, year: Year, say: (done: string) => void): Promise<void> {
  const db = await openWriter(url);
  try {
    await makeTargets(db, year.targets);
    await makeTemplates(db);
    const end = year.end / DAY_MS;
    for (let ago = year.days; ago >= 1; ago--) {
      await insertDay(
        db,
        end - ago,
        ['1h', '1d', ...(ago <= year.tenMinuteDays ? (['10m'] as const) : [])],
        year.targets,
      );
      if (ago <= year.fullRateDays) {
        await insertDay(db, end - ago, ['1m'], year.atFullRate);
        await insertChunks(db, end - ago, year.atFullRate);
      }
      if (ago % 50 === 0) say(`${year.days - ago} of ${year.days} days`);
    }
    await insertFacts(db, year);
    await insertMissed(db, year);
    await insertCounts(db, year);
    await db.$executeRaw(Prisma.raw('DROP TABLE bench_template'));
    if (dialectOf(db).name === 'postgresql') await db.$executeRaw(Prisma.raw('ANALYZE'));
  } finally {
    await db.$disconnect();
  }
}

async function makeTargets(db: PrismaClient, count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  await insertRows(
    db,
    {
      name: 'target',
      columns: [
        ['id', 'int'],
        ['key', 'text'],
      ],
    },
    ids.map((id) => [id, keyOf(id)]),
  );
  await insertRows(
    db,
    {
      name: 'observer',
      columns: [
        ['id', 'int'],
        ['key', 'text'],
      ],
    },
    [[1, 'local']],
  );
  const state = (id: number) => JSON.stringify({ ...someState, key: keyOf(id) });
  const columns: Table['columns'] = [
    ['target_id', 'int'],
    ['archived', 'boolean'],
    ['state', 'text'],
  ];
  await insertRows(
    db,
    { name: 'target_state', columns },
    ids.map((id) => [id, false, state(id)]),
  );
}

const someState = {
  clusterKey: 'lab',
  nodeKey: 'n',
  transport: 'websocket',
  clusterName: 'Lab',
  nodeName: 'N',
  domain: 'lab.example',
  address: 'wss://lab.example/ws',
  expect: 'open',
  pingIntervalMs: 10_000,
  pingTimeoutMs: 10_000,
  pingRetries: 2,
  demo: false,
  archived: false,
  session: { phase: 'online', since: 0, misses: 0 },
  lastPing: null,
  lastLoss: null,
  certificate: null,
};

async function makeTemplates(db: PrismaClient): Promise<void> {
  const bytes = dialectOf(db).name === 'sqlite' ? 'BLOB' : 'BYTEA';
  await db.$executeRaw(Prisma.raw(`CREATE TABLE bench_template (kind INT, resolution INT, nth INT, body ${bytes})`));
  for (let kind = 0; kind < KINDS; kind++) {
    const rows: Row[] = [];
    for (let nth = 0; nth < KIND_DAYS; nth++) {
      // Times are told relative to the day: the same bytes are right on any day.
      const samples = dayOfPings(kind, nth * DAY_MS);
      for (const day of daysWith(samples, () => [])) {
        const [, resolution = 0, , body = ''] = rollupRow(0, day);
        rows.push([kind, resolution, nth, body]);
      }
    }
    await insertRows(db, templateTable, rows);
  }
}

async function insertDay(
  db: PrismaClient,
  day: number,
  resolutions: readonly Resolution[],
  targets: number,
): Promise<void> {
  const seconds = resolutions.map(secondsOf);
  await db.$executeRaw`
    INSERT INTO rollup (target_id, resolution, day, body)
    SELECT t.id, b.resolution, ${day}, b.body FROM target t JOIN bench_template b ON b.kind = t.id % ${KINDS}
    WHERE b.nth = ${day % KIND_DAYS} AND b.resolution IN (${Prisma.join(seconds)}) AND t.id <= ${targets}`;
}

let seq = 1_000_000_000;

/** Hour by hour over all targets, as they come when it is live. */
async function insertChunks(db: PrismaClient, day: number, targets: number): Promise<void> {
  const hours: Row[][] = Array.from({ length: 24 }, () => []);
  for (let id = 1; id <= targets; id++) {
    const samples = dayOfPings(id % KINDS, day * DAY_MS);
    for (const [hour, rows] of hours.entries()) {
      const from = day * DAY_MS + hour * resolutionMs['1h'];
      const of = samples.filter((s) => s.at >= from && s.at < from + resolutionMs['1h']);
      seq += of.length;
      if (of.length > 0) rows.push(chunkRow(id, chunkOf({ observerId: 1, lastSeq: seq, samples: of, missed: [] })));
    }
  }
  for (const rows of hours) await insertRows(db, chunkTable, rows);
}
