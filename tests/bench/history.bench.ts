/**
 * `npm run bench -- history [TARGETS] [DAYS] [FULL_RATE_TARGETS]`: bytes per sample at rest, ingest through the recorder with packing,
 * and what the queries behind the charts cost over an hour, a day, 30 days and a year; on SQLite and on PostgreSQL.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '../../server/domain/history/rollup';
import { openReader, Prisma } from '../../server/store/connection';
import { migrate } from '../../server/store/migrate';
import { openReadStore } from '../../server/store/read-store';
import { mulberry32 } from '../../server/time/virtual-time';
import { postgresPrograms, sharedPostgres, stopPostgres } from '../support/postgres-server';
import { cpuMs, ingest } from './history-ingest';
import { keyOf, PING_MS, PINGS_A_DAY, type Year } from './history-material';
import { anyView, queries, ranges } from './history-queries';
import { fillYear } from './history-year';

const [targets = 2_000, days = 365, atFullRate = 48] = process.argv.slice(2).map(Number);
const END = Math.floor(1_795_000_000_000 / DAY_MS) * DAY_MS;
const year: Year = {
  targets,
  days,
  atFullRate,
  fullRateDays: Math.min(30, days),
  tenMinuteDays: Math.min(180, days),
  end: END,
};
/** As long as chunks and minutes are kept, and so many targets that what each table needs at least is few of the bytes. */
const INGEST = { targets: 6, days: 30 };
/** A page that was never opened before is slower once, not the next hundred times. */
const WARM_UPS = 3;
const folder = mkdtempSync(join(tmpdir(), 'holdfast-history-'));
const say = (what: string, value: string) => process.stdout.write(`${what.padEnd(70)}${value.padStart(34)}\n`);
const count = (n: number) => Math.round(n).toLocaleString('en');

interface Place {
  name: string;
  fresh(name: string): Promise<string>;
  /** What the database does by itself every minute or so, when hours do not pass in seconds. */
  tidy(url: string): Promise<void>;
  /** Bytes of history, indexes included, once everything is written out. */
  historyBytes(url: string): Promise<number>;
}

const tables = ['chunk', 'missed_pings', 'rollup'];

const sqlite: Place = {
  name: 'SQLite',
  async fresh(name) {
    const url = `file:${join(folder, `${name}.sqlite`)}`;
    await migrate(url);
    return url;
  },
  tidy: async () => undefined,
  async historyBytes(url) {
    const db = await openReader(url);
    const rows = await db.$queryRaw<{ bytes: bigint }[]>(
      Prisma.raw(
        `SELECT SUM(pgsize) AS bytes FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name IN ('${tables.join("','")}'))`,
      ),
    );
    await db.$disconnect();
    return Number(rows[0]?.bytes ?? 0);
  },
};

async function postgres(data: string): Promise<Place | null> {
  const programs = postgresPrograms();
  if (programs === null) return null;
  const server = await sharedPostgres(data, programs);
  const { default: pg } = await import('pg');
  return {
    name: 'PostgreSQL',
    async fresh(name) {
      const client = new pg.Client({ connectionString: `${server}/postgres` });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      await migrate(`${server}/${name}`);
      return `${server}/${name}`;
    },
    async tidy(url) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`VACUUM ${['sample', ...tables].join(', ')}`);
      await client.end();
    },
    async historyBytes(url) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      const sizes = tables.map((t) => `pg_total_relation_size('${t}')`).join(' + ');
      const { rows } = await client.query(`SELECT ${sizes} AS bytes`);
      await client.end();
      return Number(rows[0]?.bytes ?? 0);
    },
  };
}

async function live(place: Place): Promise<void> {
  const url = await place.fresh('ingest');
  const { packed, steps, recordMs, packMs } = await ingest(url, INGEST, () => place.tidy(url));
  const bytes = await place.historyBytes(url);
  const atHalfACore = (500 * packed) / (recordMs + packMs);
  const needed = 2_000 * (1_000 / PING_MS);
  say(`samples through recorder and keeper, ${INGEST.targets} targets × ${INGEST.days} days`, count(packed));
  say(
    'CPU of recording, of packing and rolling up',
    `${((recordMs / packed) * 1e3).toFixed(0)} + ${((packMs / packed) * 1e3).toFixed(0)} µs a sample`,
  );
  say('a step of packing or pruning, CPU', `${(packMs / steps).toFixed(1)} ms`);
  say(
    'ingest at half a core, packing included',
    `${count(atHalfACore)}/s = ${(atHalfACore / needed).toFixed(0)} × 2,000 targets`,
  );
  say('at rest: chunk, misses, rollups, indexes', `${(bytes / packed).toFixed(2)} B a sample`);
}

async function readYear(place: Place): Promise<void> {
  const url = await place.fresh('year');
  const began = process.hrtime.bigint();
  await fillYear(url, year, (done) => process.stderr.write(`${place.name}: ${done}\r`));
  const tookS = Number(process.hrtime.bigint() - began) / 1e9;
  const bytes = await place.historyBytes(url);
  const raw = targets * days * PINGS_A_DAY;
  say(
    `a year of ${count(targets)} targets, the last ${year.fullRateDays} days of ${atFullRate} at full rate`,
    `${(bytes / 1e6).toFixed(0)} MB in ${tookS.toFixed(0)} s`,
  );
  say('of each of the pings that it tells of', `${(bytes / raw).toFixed(2)} B`);
  const store = await openReadStore(url);
  const random = mulberry32(4);
  say('query: p50, p95; CPU p50, p95', 'ms');
  for (const [name, length] of ranges) {
    if (length > days * DAY_MS) continue;
    for (const [chart, query] of queries) {
      const look = async () => {
        const { keys, range } = anyView(year, length, random);
        await query(store, keys, range);
      };
      say(`${name.padEnd(8)} ${chart}`, await timed(look, 40));
    }
  }
  const month = async () =>
    void (await store.summariesOf(keyOf(1 + Math.floor(random() * targets)), [
      { from: END - 61 * DAY_MS - 7_200_000, to: END - 31 * DAY_MS - 7_200_000 },
    ]));
  say('month    percentiles of a report, of a target', await timed(month, 40));
  await store.close();
}

/** Wall time, and the CPU that this process spent: what others do on this machine meanwhile shows in the first only. */
async function timed(run: () => Promise<void>, times: number): Promise<string> {
  for (let i = 0; i < WARM_UPS; i++) await run();
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let i = 0; i < times; i++) {
    const from = process.hrtime.bigint();
    cpu.push(await cpuMs(run));
    wall.push(Number(process.hrtime.bigint() - from) / 1e6);
  }
  const at = (took: number[], q: number) =>
    (took.sort((x, y) => x - y)[Math.floor(q * (took.length - 1))] ?? 0).toFixed(1);
  return `${at(wall, 0.5)}, ${at(wall, 0.95)}; ${at(cpu, 0.5)}, ${at(cpu, 0.95)}`;
}

const data = mkdtempSync(join(tmpdir(), 'holdfast-history-pg-'));
const pg = await postgres(data);
for (const place of [sqlite, pg]) {
  if (place === null) {
    say('PostgreSQL', 'not on this machine');
    continue;
  }
  process.stdout.write(`\n${place.name}\n`);
  await live(place);
  await readYear(place);
}
stopPostgres(data);
rmSync(folder, { recursive: true, force: true });
