/** What may stand on a wall, from what the pages know; and the one sentence that it says of it. */
import { expect, test } from 'vitest';
import { wallFiguresOf } from '../../app/lib/wall-figures';
import { shownTeams, wallSentence } from '../../components/wall/model';
import { boardAt, boardFixture } from '../support/board-fixture';
import { incidentOf } from '../support/outage-facts';

const all = { clusters: null, smallestTeam: 5 };
const open = { status: 'open', resolved: null, mutedBy: null, acknowledged: null, mergedInto: null } as const;
const figures = (
  board = boardFixture(),
  limits: Parameters<typeof wallFiguresOf>[1] = all,
  incidents = [] as never[],
) => wallFiguresOf({ board, targets: [], incidents }, limits);

test('a quiet wall says so, and counts who is connected', () => {
  const told = figures(boardFixture({ agents: 60, teams: 3 }));
  expect(told.clusters[0]).toMatchObject({ counts: { connected: 60, atRisk: 0, out: 0, unknown: 0 } });
  expect(told.clusters[0]?.teams.map((t) => t.counts.connected)).toEqual([20, 20, 20]);
  expect(wallSentence({ ...told, measuredAt: told.at })).toEqual({ tone: 'well', words: 'All connections are well' });
});

test('trouble is counted where it is, and the worst goes first', () => {
  const told = figures(
    boardFixture({ agents: 60, teams: 3, atRisk: 4, forcedOut: 2, outage: { side: 'A', cause: 'cti-link' } }),
  );
  expect(told.clusters[0]?.counts).toMatchObject({ atRisk: 4, out: 2 });
  expect(told.clusters[0]?.servers).toMatchObject([{ side: 'A', status: 'out', why: 'CTI link lost' }, { side: 'B' }]);
  expect(wallSentence({ ...told, measuredAt: told.at })).toEqual({
    ...{ tone: 'bad', words: '1 server out, 4 agents at risk and 2 agents forced out' },
  });
  // Whoever measures nothing says nothing else.
  expect(wallSentence({ ...told, measuredAt: told.at - 60_000 }).tone).toBe('unknown');
});

test('teams so small that a count would tell of one person are counted in their cluster alone', () => {
  const board = boardFixture({ agents: 23, teams: 5 });
  const sizes = (smallestTeam: number) => figures(board, { clusters: null, smallestTeam }).clusters[0]?.teams.length;
  expect([sizes(1), sizes(5), sizes(6)]).toEqual([5, 3, 0]);
  expect(figures(board, { clusters: null, smallestTeam: 6 }).clusters[0]?.counts.connected).toBe(23);
});

test('a link of some clusters tells of no other, nor of its incidents', () => {
  const told = wallFiguresOf(
    {
      board: boardFixture(),
      targets: [],
      incidents: [
        incidentOf({ ...open, clusterKey: 'cc' }),
        incidentOf({ ...open, id: 'o', clusterKey: null, kind: 'observer' }),
      ],
    },
    { clusters: ['elsewhere'], smallestTeam: 5 },
  );
  expect([told.clusters, told.incidents.map((i) => i.kind)]).toEqual([[], ['observer']]);
});

test('incidents are told by kind, without title or name; what is over, muted or merged is not', () => {
  const incidents = [
    incidentOf({ ...open, id: '1', severity: 'ticket', openedAt: boardAt - 60_000, title: 'Anna Ash' }),
    incidentOf({
      ...open,
      id: '2',
      severity: 'ticket',
      openedAt: boardAt,
      acknowledged: { time: boardAt, who: 'Kim' },
    }),
    incidentOf({ ...open, id: '3', severity: 'page', kind: 'team-out', assignedTo: 'Kim' }),
    incidentOf({ ...open, id: '4', mergedInto: '3' }),
    incidentOf({ ...open, id: '5', status: 'resolved' }),
  ];
  const told = wallFiguresOf({ board: boardFixture(), targets: [], incidents }, all);
  expect(told.incidents.map((i) => [i.severity, i.kind, i.count, i.acknowledged])).toEqual([
    ['page', 'team-out', 1, false],
    ['ticket', incidents[0]?.kind, 2, false],
  ]);
  expect(JSON.stringify(told)).not.toMatch(/Anna|Kim/);
});

test('when there are more teams than can be told apart, those in trouble are shown', () => {
  const cluster = figures(boardFixture({ agents: 400, teams: 40, atRisk: 3 })).clusters[0];
  if (cluster === undefined) throw new Error('no cluster');
  const { teams, more, moreInTrouble } = shownTeams(cluster, 1);
  expect([teams.length, more, moreInTrouble]).toEqual([24, 16, 0]);
  expect(teams.slice(0, 3).every((t) => t.counts.atRisk > 0)).toBe(true);
});
