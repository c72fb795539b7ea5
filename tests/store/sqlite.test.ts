/** What only SQLite does: a file that another process locks, that is full, and whose plans can be read. */
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { foldTarget, type Recorded, type TargetState } from '#contract';
import { openStore } from '../../server/store/open';
import type { Commit } from '../../server/store/port';
import { sqlite } from '../../server/store/provider/sqlite';
import { answered, configured, lost, numbered, target } from '../support/facts';
import { does } from '../support/presence-facts';
import { tempDatabase } from '../support/temp-database';

const T = 1_700_000_000_000;
const key = target.targetKey;

function commitOf(events: Recorded[]): Commit {
  const states = new Map<string, TargetState>();
  for (const e of events) {
    const state = 'targetKey' in e ? foldTarget(states.get(e.targetKey), e) : undefined;
    if (state !== undefined) states.set(state.key, state);
  }
  return { events, states: [...states.values()], documents: [], aliveAt: T };
}

async function opened() {
  const { url, file } = await tempDatabase();
  return { store: await openStore(url), file };
}

describe('a commit', () => {
  it('that is repeated after an unknown outcome is stored once', async () => {
    const { store, file } = await opened();
    const events = numbered([configured(T), answered(T, 5)]);
    await store.commit(commitOf(events));
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    const second = commitOf(numbered([answered(T + 70_000, 1), lost(T + 71_000)], events.length + 1));
    await expect(store.commit(second)).rejects.toMatchObject({ name: 'StoreError', kind: 'busy' });
    other.exec('COMMIT');
    await store.commit(second);
    await store.commit(second);
    expect(await store.eventsAfter(events.length, 10)).toEqual(second.events);
    other.close();
    await store.close();
  });

  it('that only passing events were in is written once when its outcome was in doubt', async () => {
    const { store, file } = await opened();
    const passing = { events: numbered([does(T, 'anna', '7', 'READY')]), states: [], documents: [], aliveAt: T };
    await store.commit(passing);
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    const next = { ...passing, events: numbered([does(T + 1, 'anna', '7', 'TALKING')], 2) };
    await expect(store.commit(next)).rejects.toMatchObject({ kind: 'busy' });
    other.exec('COMMIT');
    other.close();
    await store.commit(next);
    await store.commit(next);
    await expect(store.commit({ ...next, events: numbered([does(T, 'bob', '8', 'READY')], 2) })).rejects.toMatchObject({
      kind: 'other',
    });
    expect(await store.lastSeq()).toBe(2);
    await store.close();
  });
  it('on a full disk writes nothing, says so, and goes through when there is room', async () => {
    const freeDisk = limitPages(60);
    const { store } = await opened();
    await store.commit(commitOf(numbered([configured(T)])));
    const pings = numbered(
      Array.from({ length: 5000 }, (_, i) => answered(T + i, 1)),
      2,
    );
    await expect(store.commit(commitOf(pings))).rejects.toMatchObject({ name: 'StoreError', kind: 'disk-full' });
    expect(await store.lastSeq()).toBe(1);
    expect(await store.eventsAfter(1, 1)).toEqual([]);
    freeDisk();
    await store.commit(commitOf(pings));
    expect(await store.lastSeq()).toBe(5001);
    expect(await store.samplesBetween(key, T, T + 5000)).toHaveLength(5000);
    await store.close();
  });
});

it('a page finds what it needs by index, never by reading all events', async () => {
  const { store, file } = await opened();
  await store.close();
  const raw = new Database(file, { readonly: true });
  const plan = (sql: string) => raw.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
  const lookups = [
    `SELECT body FROM event WHERE subject = 'cc/anna' AND type = 'agent-health-changed' AND at >= 5 ORDER BY seq`,
    `SELECT body FROM disconnect WHERE cluster_key = 'cc' AND login_id = 'anna' AND began_at >= 5 ORDER BY began_at DESC, id LIMIT 9`,
    `SELECT body FROM disconnect WHERE cluster_key IN (SELECT key FROM document WHERE kind = 'cluster') AND closed_at IS NULL`,
    `SELECT body FROM disconnect WHERE cluster_key = 'cc' AND team_id IN ('7', '8') AND began_at >= 5`,
    `SELECT state FROM document WHERE kind = 'agent' AND (cluster_key = 'cc' AND team_id IN ('7', '8') OR cluster_key = 'far' AND team_id IN ('7'))`,
    `SELECT body FROM group_disconnect WHERE cluster_key = 'cc' AND to_ms >= 5`,
    `SELECT connected FROM health_count WHERE cluster_key IN (SELECT key FROM document WHERE kind = 'cluster') AND at >= 5`,
  ];
  for (const sql of lookups) {
    const steps = plan(sql).map((step) => step.detail);
    expect(
      steps.filter((step) => step.startsWith('SCAN')),
      sql,
    ).toEqual([]);
  }
  raw.close();
});

/** A file that may not grow beyond some pages makes the driver report what a full disk makes it report. */
function limitPages(pages: number): () => void {
  sqlite.onConnect.push(`PRAGMA max_page_count = ${pages}`);
  return () => void sqlite.onConnect.pop();
}
