/** A page's snapshot, taken while another process records, is exactly what the events up to its last number add up to. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import {
  type AgentView,
  type BoardSnapshot,
  type Event,
  foldAgent,
  foldTarget,
  type OverviewSnapshot,
  type OverviewTarget,
  sampleOf,
  type TargetState,
} from '#contract';
import { openReadStore } from '../../server/store/read-store';
import { ofType } from '../support/facts';
import { spawnRecorder } from '../support/spawn-recorder';
import { tempDatabase } from '../support/temp-database';

const MOMENTS = 40;
const FOREVER_MS = 1e12;

it('is of one moment', async () => {
  const { url } = await tempDatabase();
  const worker = spawnRecorder(url, 7);
  const exited = once(worker, 'exit');
  const pages = await openReadStore(url);
  const taken: OverviewSnapshot[] = [];
  const moments = new Set<number>();
  for await (const line of createInterface({ input: worker.stdout })) {
    if (line !== 'published' || moments.size >= MOMENTS) continue;
    const snapshot = await pages.overviewSnapshot(2 * FOREVER_MS, FOREVER_MS);
    taken.push(snapshot);
    moments.add(snapshot.lastSeq);
    if (moments.size === MOMENTS) worker.kill('SIGKILL');
  }
  await exited;

  const events = await pages.eventsAfter(0, 1_000_000);
  await pages.close();
  const torn = taken.filter((t) => told(t.targets) !== told(addUp(events.filter((e) => e.seq <= t.lastSeq))));
  expect(torn.map((t) => t.lastSeq)).toEqual([]);
});

it('of a board is of one moment, too', async () => {
  const { url } = await tempDatabase();
  const worker = spawnRecorder(url, 8, 'agents');
  const exited = once(worker, 'exit');
  const pages = await openReadStore(url);
  const taken: BoardSnapshot[] = [];
  const moments = new Set<number>();
  for await (const line of createInterface({ input: worker.stdout })) {
    if (line !== 'published' || moments.size >= MOMENTS) continue;
    const board = await pages.boardSnapshot({ clusterKey: null, teams: null, at: FOREVER_MS });
    if (board.agents.length === 0) continue;
    taken.push(board);
    moments.add(board.lastSeq);
    if (moments.size === MOMENTS) worker.kill('SIGKILL');
  }
  await exited;

  const events = await pages.eventsAfter(0, 1_000_000);
  await pages.close();
  for (const board of taken) {
    const before = events.filter((e) => e.seq <= board.lastSeq);
    expect(board.agents.map(withoutDoings)).toEqual(agentsAfter(before).map(withoutDoings));
    const open = new Map(ofType(before, 'disconnect-changed').map((e) => [e.disconnect.id, e.disconnect]));
    const openIds = [...open.values()].filter((d) => d.closedAt === null).map((d) => d.id);
    expect(
      board.disconnects
        .filter((d) => d.closedAt === null)
        .map((d) => d.id)
        .sort(),
    ).toEqual(openIds.sort());
  }
});

function agentsAfter(events: readonly Event[]): AgentView[] {
  const views = new Map<string, AgentView>();
  for (const e of events) {
    if (!('loginId' in e)) continue;
    const view = foldAgent(views.get(e.loginId), e);
    if (view !== undefined) views.set(e.loginId, view);
  }
  return [...views.values()].sort((a, b) => (a.loginId < b.loginId ? -1 : 1));
}

/** What an agent does is in current state only, and on a call is told by both. */
function withoutDoings({ state: _s, stateSince: _t, pendingState: _p, onCall: _c, ...view }: AgentView) {
  return view;
}

function addUp(events: readonly Event[]): OverviewTarget[] {
  let state: TargetState | undefined;
  for (const e of events) state = foldTarget(state, e);
  const samples = events.flatMap((e) => sampleOf(e) ?? []);
  return state === undefined ? [] : [{ state, samples }];
}

/** Pings of one millisecond have no order among themselves. */
function told(targets: readonly OverviewTarget[]): string {
  return JSON.stringify(targets.map(({ state, samples }) => [state, samples.map((s) => `${s.at} ${s.rttMs}`).sort()]));
}
