/** What else a year has for the benchmark of history: losses and connects of targets, their missed pings, and agents' counts. */
import { missesOf } from '../../server/domain/history/pack';
import { DAY_MS } from '../../server/domain/history/rollup';
import { Prisma, type PrismaClient } from '../../server/store/connection';
import { deleteCounts, sumUp } from '../../server/store/history/count-rows';
import { missedRow, missedTable } from '../../server/store/history/rows';
import { insertRows } from '../../server/store/writes/insert';
import type { Row, Table } from '../../server/store/writes/tables';
import { mulberry32 } from '../../server/time/virtual-time';
import { keyOf, type Year } from './history-material';

/** Whose agents are counted. */
export const CLUSTER = 'lab0';
export const TEAMS = Array.from({ length: 8 }, (_, i) => String(i + 1));
const AGENTS = 500;
const HOUR_MS = 3_600_000;
const COUNT_DAYS = 180;
let numbered = 0;

const eventTable: Table = {
  name: 'event',
  columns: [
    ['seq', 'bigint'],
    ['observer_id', 'int'],
    ['event_id', 'text'],
    ['at', 'bigint'],
    ['type', 'text'],
    ['v', 'int'],
    ['target_id', 'int'],
    ['cluster_key', 'text'],
    ['body', 'text'],
  ],
};

/** Fifteen outages a month of each target at full rate. */
export async function insertFacts(db: PrismaClient, { days, end, atFullRate }: Year): Promise<void> {
  for (let id = 1; id <= atFullRate; id++) {
    const rows: Row[] = [];
    for (let at = end - days * DAY_MS + id * 1_000; at < end; at += 48 * HOUR_MS + id * 977)
      rows.push(...outageOf(id, at).map((fact) => eventRow(id, fact)));
    await insertRows(db, eventTable, rows);
  }
  const run: Table['columns'] = [
    ['run_id', 'text'],
    ['observer_id', 'text'],
    ['started_at', 'bigint'],
    ['alive_at', 'bigint'],
  ];
  await insertRows(db, { name: 'observer_run', columns: run }, [['r', 'local', end - days * DAY_MS, end]]);
}

type Told = { type: string; at: number };

function outageOf(id: number, at: number): Told[] {
  const ids = { clusterKey: 'lab', nodeKey: 'n', targetKey: keyOf(id) };
  const failure = { kind: 'timeout', condition: 'ping-timeout', phase: 'online', text: null };
  const change = (later: number, to: string, why: typeof failure | null) => ({
    ...{ ...ids, type: 'session-phase-changed', at: at + later, from: 'online', to, attempt: 1, failure: why },
    ...{ retryAt: null, stopReason: null },
  });
  const phases = ['tcp', 'tls', 'features', 'sasl', 'bind', 'first-ping'].map((phase, i) => ({
    ...{ phase, offsetMs: i * 9, tookMs: 8.5 },
  }));
  return [
    { ...ids, type: 'session-lost', at, failure, onlineForMs: HOUR_MS } as Told,
    change(0, 'backoff', failure),
    change(1_000, 'connecting', null),
    {
      ...{ ...ids, type: 'connect-finished', at: at + 31_000, startedAt: at + 1_000, attempt: 1, outcome: 'online' },
      ...{
        phases,
        failure: null,
        jid: 'a@lab.example/r',
        mechanism: 'PLAIN',
        tlsProtocol: 'TLSv1.3',
        certificate: null,
      },
    } as Told,
    change(31_000, 'online', null),
  ];
}

function eventRow(id: number, fact: Told): Row {
  numbered += 1;
  const eventId = `00000000-0000-4000-8000-${String(numbered).padStart(12, '0')}`;
  const body = JSON.stringify({ ...fact, observerId: 'local', eventId, v: 1 });
  return [numbered, 1, eventId, fact.at, fact.type, 1, id, 'lab', body];
}

/** One ping in a thousand of each target at full rate, as long as phases are kept: of any hour a row. */
export async function insertMissed(db: PrismaClient, { days, end, atFullRate }: Year): Promise<void> {
  let seq = 1;
  for (let id = 1; id <= atFullRate; id++) {
    const random = mulberry32(id);
    const rows: Row[] = [];
    for (let hour = end - days * DAY_MS; hour < end; hour += HOUR_MS) {
      const missed = Array.from({ length: 360 }, (_, i) => hour + i * 10_000)
        .filter(() => random() < 0.001)
        .map((from) => ({ from, to: from + 10_000 + Math.floor(random() * 10) }));
      const packed = missesOf({ observerId: 1, lastSeq: seq, samples: [], missed });
      seq += 360;
      if (packed !== null) rows.push(missedRow(id, packed));
    }
    await insertRows(db, missedTable, rows);
  }
}

/** Every minute of a year, summed up by the store itself; the minutes go when they are old. */
export async function insertCounts(db: PrismaClient, { days, end }: Year): Promise<void> {
  const random = mulberry32(7);
  for (let from = end - days * DAY_MS; from < end; from += DAY_MS) {
    const rows = Array.from({ length: 1_440 }, (_, i) => countRow(from + i * 60_000, random));
    await insertRows(db, countTable, rows);
    while ((await sumUp(db, end, end, 2_000)) > 0);
    if (from < end - COUNT_DAYS * DAY_MS) await deleteCounts(db, 'counts', from + DAY_MS, 2_000);
  }
  const mark = BigInt(end - Math.min(days, COUNT_DAYS) * DAY_MS);
  await db.$executeRaw(Prisma.sql`INSERT INTO history_mark (kind, before_ms) VALUES ('counts', ${mark})`);
}

const sums = ['connected', 'unstable', 'at_risk', 'forced_out', 'logged_out', 'unknown'];
const countTable: Table = {
  name: 'health_count',
  columns: [
    ['seq', 'bigint'],
    ['cluster_key', 'text'],
    ['at', 'bigint'],
    ['observer_id', 'int'],
    ['event_id', 'text'],
    ['v', 'int'],
    ...sums.map((name) => [name, 'int'] as const),
    ['teams', 'text'],
  ],
};

function countRow(at: number, random: () => number): Row {
  numbered += 1;
  const teams = TEAMS.map((id) => {
    const [unstable, atRisk, forcedOut] = [random(), random(), random()].map((n) => (n < 0.05 ? 1 : 0));
    const loggedOut = 10 + Math.floor(random() * 4);
    const others = (unstable ?? 0) + (atRisk ?? 0) + (forcedOut ?? 0) + loggedOut;
    return [
      id,
      Math.floor(AGENTS / TEAMS.length) - others,
      unstable ?? 0,
      atRisk ?? 0,
      forcedOut ?? 0,
      loggedOut,
      0,
    ] as const;
  });
  const sum = (i: number) => Math.round(teams.reduce((all, team) => all + Number(team[i]), 0));
  return [numbered, CLUSTER, at, 1, `c${numbered}`, 1, ...[1, 2, 3, 4, 5, 6].map(sum), JSON.stringify(teams)];
}
