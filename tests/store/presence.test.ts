/** Agents, servers, disconnects and groups in the store: each board shows exactly what its reader may see, of one moment. */
import { describe, expect, it } from 'vitest';
import type { Event, TeamRef } from '#contract';
import { changedDocuments, createDocumentBook } from '../../server/record/documents';
import { openStore } from '../../server/store/open';
import { databases } from '../support/databases';
import { gap, numbered } from '../support/facts';
import {
  atRiskOn,
  CC,
  clusterNamed,
  connectedOn,
  counted,
  does,
  endedBy,
  groupOf,
  groupTold,
  judged,
  leaves,
  listed,
  lossOf,
  lossTold,
  notKnown,
  recordedState,
  serverNamed,
} from '../support/presence-facts';

const T = 1_700_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const run = { runId: 'run-1', observerId: 'local', startedAt: T, aliveAt: T, endedAt: null };

const team = (teamId: string, clusterKey = CC): TeamRef => ({ clusterKey, teamId });
const centre = (): Event[] => [
  clusterNamed(T),
  serverNamed(T, 'A'),
  serverNamed(T, 'B'),
  listed(T, 'anna', '7'),
  listed(T, 'bob', '8'),
  listed(T, 'carl', '8'),
];
const names = (agents: { loginId: string }[]) => agents.map((a) => a.loginId);
const ids = (things: { id: string }[]) => things.map((t) => t.id);

for (const { name, available, fresh } of databases) {
  describe.skipIf(!available)(`presence on ${name}`, () => {
    conformance(fresh);
  });
}

function conformance(fresh: () => Promise<string>): void {
  /** A store, and a way to commit events as the recorder does. */
  async function opened() {
    const url = await fresh();
    const store = await openStore(url);
    await store.beginRun(run);
    const book = createDocumentBook();
    let seq = 0;
    async function commit(events: Event[], aliveAt = T) {
      const recorded = numbered(events, seq + 1);
      const documents = changedDocuments(recorded, book);
      await store.commit({ events: recorded, states: [], documents, aliveAt });
      book.apply(documents);
      seq += recorded.length;
      return recorded;
    }
    const board = (teams: TeamRef[] | null, at = T + HOUR, clusterKey: string | null = null) =>
      store.boardSnapshot({ clusterKey, teams, at });
    return { store, url, commit, board };
  }

  describe('current state', () => {
    it('is there after a restart as it was folded, whoever left included', async () => {
      const { store, url, commit } = await opened();
      await commit([...centre(), judged(T + 5, 'anna', '7', connectedOn('A', T)), does(T + 6, 'anna', '7', 'READY')]);
      await commit([leaves(T + 10, 'bob', '8'), listed(T + 11, 'carl', '9', '8')]);
      await store.close();
      const again = await openStore(url);
      const agents = await again.documents('agent', CC);
      expect(agents).toMatchObject([
        { loginId: 'anna', teamId: '7', health: { kind: 'connected', side: 'A' }, state: 'READY', removed: false },
        { loginId: 'bob', teamId: '8', removed: true },
        { loginId: 'carl', teamId: '9', removed: false },
      ]);
      expect((await again.documents('server', CC)).map((s) => s.side)).toEqual(['A', 'B']);
      expect(await again.documents('cluster', null)).toMatchObject([{ key: CC }]);
      expect(await again.documents('agent', 'elsewhere')).toEqual([]);
      const book = createDocumentBook();
      await book.load(again);
      expect([...book.agent.values()]).toEqual(agents);
      await again.close();
    });

    it('keeps what an agent does, and history does not', async () => {
      const { store, commit } = await opened();
      const told = await commit([...centre(), does(T + 1, 'anna', '7', 'NOT_READY'), counted(T + 2, { 7: 1, 8: 2 })]);
      const kept = told.filter((e) => e.type !== 'agent-state-changed');
      expect(await store.eventsAfter(0, 100)).toEqual(kept);
      expect(await store.latestEvents(3)).toEqual({ after: 5, through: 8, events: kept.slice(-2) });
      expect(await store.lastSeq()).toBe(8);
      await store.close();
    });
  });

  describe('what a watch starts from', () => {
    it('are the disconnects that are still open, and the groups of the last hours', async () => {
      const { store, commit } = await opened();
      const open = lossOf('d1', 'anna', '7', T + 1);
      const more = { ...open, end: endedBy('forced-not-ready', T + 61_000) };
      const closed = lossOf('d2', 'bob', '8', T, { closedAt: T + 100 });
      await commit([...centre(), lossTold(T + 1, open), lossTold(T + 2, closed), lossTold(T + 3, more)]);
      await commit([groupTold(T, groupOf('old', null, T - 2 * HOUR, T - HOUR, 9))]);
      await commit([
        groupTold(T, groupOf('g', null, T, T + 5, 9)),
        groupTold(T, groupOf('g', '7', T, T + 5, 4)),
        groupTold(T + 9, groupOf('g', null, T, T + 9, 12)),
      ]);
      expect(await store.openDisconnects(CC)).toEqual([more]);
      expect(await store.openDisconnects('elsewhere')).toEqual([]);
      expect(await store.disconnectsSince(CC, T)).toEqual([closed, more]);
      expect(await store.disconnectsSince(CC, T + 1)).toEqual([more]);
      expect(await store.groupsSince(CC, T)).toMatchObject([
        { id: 'g', teamId: null, size: 12 },
        { id: 'g', teamId: '7', size: 4 },
      ]);
      await store.close();
    });
  });

  describe('a board', () => {
    it('of everybody holds who is there, open and recent disconnects, and whole groups', async () => {
      const { store, commit, board } = await opened();
      await commit([...centre(), leaves(T, 'carl', '8')]);
      await commit([
        lossTold(T, lossOf('today', 'anna', '7', T, { closedAt: T + 5 })),
        lossTold(T, lossOf('long', 'bob', '8', T - 30 * HOUR)),
        lossTold(T, lossOf('yesterday', 'bob', '8', T - 30 * HOUR, { closedAt: T - 29 * HOUR })),
        lossTold(T, lossOf('latest', 'bob', '8', T + 7)),
        groupTold(T, groupOf('g', null, T, T + 9, 2)),
        groupTold(T, groupOf('g', '7', T, T + 9, 1)),
      ]);
      const shown = await board(null);
      expect(shown).toMatchObject({ epoch: await store.epoch(), lastSeq: 13, at: T + HOUR, teams: null });
      expect(names(shown.agents)).toEqual(['anna', 'bob']);
      expect(shown.clusters.map((c) => c.key)).toEqual([CC]);
      expect(shown.servers.map((s) => s.nodeKey)).toEqual(['a', 'b']);
      expect(ids(shown.disconnects)).toEqual(['latest', 'today', 'long']);
      expect(shown.groups).toMatchObject([{ id: 'g', teamId: null, size: 2 }]);
      await store.close();
    });

    it('of some teams holds nothing of the others: agents, disconnects, groups, counts', async () => {
      const { store, commit, board } = await opened();
      await commit([...centre(), clusterNamed(T, 'far'), listed(T, 'dora', '7', null, 'far')]);
      await commit([
        lossTold(T, lossOf('a', 'anna', '7', T)),
        lossTold(T, lossOf('b', 'bob', '8', T)),
        groupTold(T, groupOf('g', null, T, T, 2)),
        groupTold(T, groupOf('g', '7', T, T, 1)),
        groupTold(T, groupOf('g', '8', T, T, 1)),
        counted(T, { 7: 1, 8: 2 }),
        counted(T, { 7: 5 }, 'far'),
      ]);
      const shown = await board([team('7')]);
      expect(shown.teams).toEqual([team('7')]);
      expect(names(shown.agents)).toEqual(['anna']);
      expect(shown.clusters.map((c) => c.key)).toEqual([CC]);
      expect(ids(shown.disconnects)).toEqual(['a']);
      expect(shown.groups).toMatchObject([{ id: 'g', teamId: '7', size: 1 }]);
      expect(shown.counts).toMatchObject([{ clusterKey: CC, minutes: [{ at: T, connected: 1 }] }]);
      expect(JSON.stringify({ ...shown, clusters: [], servers: [] })).not.toMatch(/bob|carl|dora|"8"/);

      const two = await board([team('8'), team('7', 'far')]);
      expect(names(two.agents)).toEqual(['bob', 'carl', 'dora']);
      expect(two.counts.map((c) => c.minutes[0]?.connected)).toEqual([2, 5]);
      await store.close();
    });

    it('of no team, of an unknown one, or of another cluster is empty, and still numbered', async () => {
      const { store, commit, board } = await opened();
      await commit([...centre(), lossTold(T, lossOf('a', 'anna', '7', T)), groupTold(T, groupOf('g', '7', T, T, 1))]);
      for (const shown of [await board([]), await board([team('none')]), await board(null, T + HOUR, 'elsewhere')])
        expect(shown).toMatchObject({ lastSeq: 8, agents: [], disconnects: [], groups: [] });
      expect((await board([team('7')], T + HOUR, 'elsewhere')).agents).toEqual([]);
      expect(names((await board([team('7')], T + HOUR, CC)).agents)).toEqual(['anna']);
      await store.close();
    });

    it('follows an agent into another team, while the disconnects stay where they happened', async () => {
      const { store, commit, board } = await opened();
      await commit([...centre(), lossTold(T, lossOf('a', 'anna', '7', T)), listed(T + 1, 'anna', '8', '7')]);
      const [before, after] = [await board([team('7')]), await board([team('8')])];
      expect([names(before.agents), ids(before.disconnects)]).toEqual([[], ['a']]);
      expect([names(after.agents), ids(after.disconnects)]).toEqual([['anna', 'bob', 'carl'], []]);
      await store.close();
    });

    it('counts once a minute over the last four hours, and says when nobody looked', async () => {
      const { store, commit, board } = await opened();
      await commit([
        clusterNamed(T),
        counted(T - 5 * HOUR, { 7: 99 }),
        counted(T, { 7: 10, 8: 5 }),
        counted(T + 30_000, { 7: 9, 8: 5 }),
        counted(T + MINUTE, { 7: 8, 8: 5 }),
        gap(T - 10 * MINUTE, T - 5 * MINUTE),
        gap(T - 6 * MINUTE, T - 4 * MINUTE),
      ]);
      const shown = await board(null, T + 2 * MINUTE);
      expect(shown.counts[0]?.minutes.map((m) => [m.at - T, m.connected])).toEqual([
        [30_000, 14],
        [MINUTE, 13],
      ]);
      expect(shown.unobserved).toEqual([
        { from: T - 10 * MINUTE, to: T - 4 * MINUTE },
        { from: T, to: T + 2 * MINUTE },
      ]);
      await store.close();
    });
  });

  describe("an agent's page", () => {
    it('tells verdicts, recorded states and disconnects of that agent alone', async () => {
      const { store, commit } = await opened();
      const first = lossOf('d1', 'anna', '7', T + 10 * MINUTE, { closedAt: T + 20 * MINUTE });
      const second = lossOf('d2', 'anna', '7', T + 30 * MINUTE);
      await commit(
        [
          ...centre(),
          judged(T - HOUR, 'anna', '7', notKnown(T - HOUR)),
          judged(T, 'anna', '7', connectedOn('A', T)),
          judged(T + 10 * MINUTE + 500, 'anna', '7', atRiskOn('A', T + 10 * MINUTE), T + 10 * MINUTE),
          judged(T + 11 * MINUTE, 'anna', '7', connectedOn('B', T + 11 * MINUTE)),
          judged(T + 12 * MINUTE, 'bob', '8', connectedOn('B', T)),
          recordedState(T + 10 * MINUTE, 'anna', 'd1', 'READY', T + 6 * MINUTE),
          recordedState(T + 11 * MINUTE, 'anna', 'd1', 'NOT_READY'),
          lossTold(T + 10 * MINUTE, first),
          lossTold(T + 30 * MINUTE, second),
          lossTold(T + 30 * MINUTE, lossOf('d3', 'bob', '8', T)),
        ],
        T + 40 * MINUTE,
      );
      const page = await store.agentSnapshot(CC, 'anna', T + 40 * MINUTE, 35 * MINUTE);
      expect(page?.agent.loginId).toBe('anna');
      expect(page?.servers.map((s) => s.side)).toEqual(['A', 'B']);
      expect(page?.from).toBe(T + 5 * MINUTE);
      expect(page?.health.map((h) => [h.health?.kind, (h.from - T) / MINUTE, h.to && (h.to - T) / MINUTE])).toEqual([
        ['connected', 5, 10],
        ['at-risk', 10, 11],
        ['connected', 11, null],
      ]);
      expect(page?.states.map((s) => [s.state, (s.from - T) / MINUTE, s.to && (s.to - T) / MINUTE])).toEqual([
        ['READY', 6, 11],
        ['NOT_READY', 11, 26],
      ]);
      expect(ids(page?.disconnects ?? [])).toEqual(['d2', 'd1']);
      await store.close();
    });

    it('is not there for a stranger, and ends its disconnects after 30 days or 200', async () => {
      const { store, commit } = await opened();
      const many = Array.from({ length: 205 }, (_, i) => lossTold(T, lossOf(`d${i}`, 'anna', '7', T + i)));
      await commit([...centre(), lossTold(T, lossOf('old', 'anna', '7', T - 31 * 24 * HOUR)), ...many]);
      expect(await store.agentSnapshot(CC, 'nobody', T, HOUR)).toBeNull();
      expect(await store.agentSnapshot('elsewhere', 'anna', T, HOUR)).toBeNull();
      const page = await store.agentSnapshot(CC, 'anna', T + HOUR, HOUR);
      expect(page?.disconnects).toHaveLength(200);
      expect(page?.disconnects[0]?.id).toBe('d204');
      await store.close();
    });
  });
}
