/**
 * `npm run bench -- replay [TARGETS] [MANY]`: how long a rule takes over 30 days of so many targets, on SQLite and on PostgreSQL; the
 * aim is 50 targets in under 3 s.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertRule, ReplayResult, RuleCondition } from '#contract';
import { daysWith } from '../../server/domain/history/pack';
import { DAY_MS } from '../../server/domain/history/rollup';
import { replayRule } from '../../server/store/alert/replay';
import { openWriter, type PrismaClient } from '../../server/store/connection';
import { rollupRow, rollupTable } from '../../server/store/history/rows';
import { migrate } from '../../server/store/migrate';
import { openReadStore } from '../../server/store/read-store';
import { insertRows } from '../../server/store/writes/insert';
import { ruleOf } from '../alert/replay-live';
import { postgresPrograms, sharedPostgres, stopPostgres } from '../support/postgres-server';
import { dayOfPings } from './history-material';
import { fillYear } from './history-year';

const [targets = 50, many = 2_000] = process.argv.slice(2).map(Number);
const DAYS = 30;
const END = Math.floor(1_795_000_000_000 / DAY_MS) * DAY_MS;
const KINDS = 12;
const folder = mkdtempSync(join(tmpdir(), 'holdfast-replay-'));
const say = (what: string, value: string) => process.stdout.write(`${what.padEnd(64)}${value.padStart(56)}\n`);

const conditions: Record<string, RuleCondition> = {
  'p95 over 400 ms in 10 min': { of: 'round-trip', quantile: 0.95, overMs: 400, windowMin: 10 },
  'p95 over 50 ms in 10 min, which a quarter always is': {
    ...{ of: 'round-trip', quantile: 0.95, overMs: 50, windowMin: 10 },
  },
  '3 missed pings in 5 min': { of: 'missed-pings', misses: 3, windowMin: 5 },
  'nothing measured in 5 min': { of: 'no-data', windowMin: 5 },
  'a session lost for 20 s': { of: 'session-down' },
};

/** Every minute of every target, as its other summaries already are. */
async function addMinutes(url: string): Promise<void> {
  const db = await openWriter(url);
  const template = Array.from({ length: 8 * KINDS }, (_, i) => {
    const [kind, nth] = [Math.floor(i / 8), i % 8];
    return daysWith(dayOfPings(kind, nth * DAY_MS), () => []).filter((d) => d.resolution === '1m');
  });
  for (let day = END / DAY_MS - DAYS; day < END / DAY_MS; day += 1) {
    const rows = Array.from({ length: KINDS }, (_, i) => i + 1).flatMap((id) =>
      (template[(id % KINDS) * 8 + (day % 8)] ?? []).map((d) => rollupRow(id, { ...d, day })),
    );
    await insertRows(db, rollupTable, rows);
  }
  await copied(db);
  await db.$disconnect();
}

const copied = (db: PrismaClient) => db.$executeRaw`
  INSERT INTO rollup (target_id, resolution, day, body)
  SELECT t.id, r.resolution, r.day, r.body FROM target t JOIN rollup r ON r.target_id = (t.id - 1) % 12 + 1
  WHERE t.id > 12 AND r.resolution = 60`;

async function timed(
  url: string,
  rule: AlertRule,
): Promise<{ tookMs: number; cpuMs: number; result: ReplayResult; parts: number }> {
  const reads = await openReadStore(url);
  const range = { from: END - DAYS * DAY_MS, to: END };
  const since = performance.now();
  const cpu = process.cpuUsage();
  let parts = 0;
  for await (const line of replayRule(reads, { rule, range, now: END, serviceHours: null })) {
    if (line.line === 'progress') parts += 1;
    if (line.line !== 'result') continue;
    const tookMs = performance.now() - since;
    const { user, system } = process.cpuUsage(cpu);
    await reads.close();
    return { tookMs, cpuMs: (user + system) / 1_000, result: line.result, parts };
  }
  throw new Error('no result');
}

async function over(place: string, url: string, count: number, chosen: readonly string[]): Promise<void> {
  const year = { targets: count, atFullRate: 0, days: DAYS, fullRateDays: 0, tenMinuteDays: DAYS, end: END };
  await fillYear(url, year, () => undefined);
  await addMinutes(url);
  for (const name of chosen) {
    const condition = conditions[name];
    if (condition === undefined) continue;
    global.gc?.();
    const { tookMs, cpuMs, result, parts } = await timed(url, ruleOf(condition, { forMs: 0, recoverMs: 60_000 }));
    const memory = Math.round(process.memoryUsage.rss() / 1_048_576);
    const words = `${(tookMs / 1_000).toFixed(2)} s (${(cpuMs / 1_000).toFixed(2)} s of CPU), ${result.total} firings, ${parts} parts, ${memory} MB`;
    say(`${place}, ${count} targets x ${DAYS} days: ${name}`, words);
  }
}

async function main(): Promise<void> {
  const few = Object.keys(conditions);
  const url = async (name: string) => {
    const made = `file:${join(folder, `${name}.sqlite`)}`;
    await migrate(made);
    return made;
  };
  await over('SQLite', await url('few'), targets, few);
  if (many > 0) await over('SQLite', await url('many'), many, few.slice(0, 1));
  const programs = postgresPrograms();
  if (programs === null) {
    say('PostgreSQL', 'is not on this machine');
    return;
  }
  const data = mkdtempSync(join(tmpdir(), 'holdfast-replay-pg-'));
  const server = await sharedPostgres(data, programs);
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  await client.query('CREATE DATABASE replay');
  await client.end();
  await migrate(`${server}/replay`);
  await over('PostgreSQL', `${server}/replay`, targets, few);
  stopPostgres(data);
}

await main();
rmSync(folder, { recursive: true, force: true });
