/** The first line as a table of stories: what happened, and what a supervisor reads. */
import { describe, expect, test } from 'vitest';
import type { BoardSnapshot, ServerView } from '#contract';
import { boardModel } from '../../../components/board/model';
import { boardSentence, type SentenceOptions } from '../../../components/board/sentence';
import { type BoardOptions, boardAt, boardFixture } from '../../support/board-fixture';

function told(board: BoardSnapshot, options: SentenceOptions = {}): string[] {
  const { verdict, tone, text, advice } = boardSentence(boardModel(board), board.at, { zone: 'UTC', ...options });
  return [`${verdict}, ${tone}`, text, advice];
}

const wait = 'Tell agents: wait, do not reload.';
const lyon = { size: 14, back: 0, forcedOut: 0 };

const stories: readonly [story: string, options: BoardOptions, told: string[]][] = [
  [
    'a healthy morning',
    {},
    ['well, good', 'Finesse A and B in service. 120 agents connected; nobody is at risk.', 'Nothing needs to be done.'],
  ],
  [
    'one connection is lost',
    { atRisk: 1 },
    [
      'our-side, bad',
      'Finesse A and B in service. 1 agent is at risk.',
      'One connection of its own; nobody else is affected. Tell the agent: wait, do not reload.',
    ],
  ],
  [
    'some are at risk and some are out, one by one',
    { atRisk: 2, forcedOut: 3 },
    [
      'our-side, bad',
      'Finesse A and B in service. 2 agents are at risk; 3 agents are still out, since 09:13:56 at the longest.',
      'One by one: neither a server nor a site connects them. Tell them: wait, do not reload.',
    ],
  ],
  [
    'a site loses its network',
    { teams: 1, lyon },
    [
      'our-side, bad',
      'Finesse A and B in service. 14 Billing agents lost connection at 09:14:00, site Lyon; Finesse is not the cause.',
      `${wait} Ask who looks after the network of Lyon: nobody elsewhere is affected.`,
    ],
  ],
  [
    'somebody elsewhere is hit as well: nothing is said of the others',
    { teams: 1, lyon, forcedOut: 1 },
    [
      'our-side, bad',
      'Finesse A and B in service. 14 Billing agents lost connection at 09:14:00, site Lyon; Finesse is not the cause.',
      `${wait} Ask who looks after the network of Lyon.`,
    ],
  ],
  [
    'half of them are back',
    { teams: 2, lyon: { ...lyon, back: 9 } },
    [
      'our-side, bad',
      'Finesse A and B in service. 14 agents of Billing and Sales lost connection at 09:14:00, site Lyon; Finesse is not the cause. 9 are back.',
      `${wait} Ask who looks after the network of Lyon: nobody elsewhere is affected.`,
    ],
  ],
  [
    'all are back',
    { lyon: { ...lyon, back: 14 } },
    [
      'our-side, warn',
      'Finesse A and B in service. 14 agents of 5 teams lost connection at 09:14:00, site Lyon; Finesse is not the cause. All are back.',
      'Nothing more to do for them; the cards below keep what is known.',
    ],
  ],
  [
    'the Notification Service of A dies, and people with it',
    { outage: { side: 'A', cause: 'notification-service' }, atRisk: 12, forcedOut: 1 },
    [
      'finesse, bad',
      'Finesse A is out of service since 09:15:18: its Notification Service is down. Finesse B in service. 12 agents at risk and 1 still out.',
      `Desktops move to the other side by themselves, within about two minutes. ${wait}`,
    ],
  ],
  [
    'an outage explains a group: the sentence names the server',
    { outage: { side: 'A', cause: 'host-or-network' }, lyon },
    [
      'finesse, bad',
      'Finesse A is out of service since 09:15:18: nothing on it answers, neither the host nor any of its services. Finesse B in service. 14 agents at risk.',
      `Desktops move to the other side by themselves, within about two minutes. ${wait}`,
    ],
  ],
  [
    'our own feeds are silent: nobody is called at risk because of us',
    { stale: { side: 'A', feed: 'presence', why: 'session lost: ping timeout' } },
    [
      'blind, unknown',
      'Holdfast cannot see 65 agents of 120 since 09:15:48: nothing comes from XMPP presence of A (session lost: ping timeout). Finesse A and B in service.',
      'Those agents are unknown, not lost: nobody is counted as at risk or forced out because of this.',
    ],
  ],
  [
    'no early warning can be had: the sentence claims none',
    { noWarning: true },
    [
      'well, good',
      'Finesse A and B in service. 120 agents connected; nobody is out.',
      'No early warning on this release with the rights given: no feed tells of connections. Forced outs are told when they happen.',
    ],
  ],
  [
    'an account is refused',
    { refused: 'B' },
    [
      'well, warn',
      'Finesse A and B in service. 120 agents connected; nobody is at risk.',
      "Holdfast's account holdfast-b is refused by REST of B (401): nothing more is tried, so that Finesse does not lock it. Set it right, then say so in the service panel.",
    ],
  ],
];

describe('the sentence', () => {
  test.each(stories)('%s', (_, options, expected) => {
    expect(told(boardFixture(options))).toEqual(expected);
  });

  test('nobody measures: Holdfast is blind, whatever the last state was', () => {
    const board = boardFixture({ atRisk: 3, outage: { side: 'A', cause: 'cti-link' } });
    expect(told(board, { blindSince: boardAt - 30_000 })).toEqual([
      'blind, unknown',
      'Holdfast is blind since 09:16:00: no worker is measuring.',
      'What you see is the last known state. It says nothing about Finesse or the agents since then.',
    ]);
  });

  test('both sides are out: nobody is sent to the other one', () => {
    const board = boardFixture({ outage: { side: 'A', cause: 'web-application' } });
    const servers = board.servers.map((s): ServerView => ({ ...s, outage: board.servers[0]?.outage ?? null }));
    expect(told({ ...board, servers })).toEqual([
      'finesse, bad',
      'Finesse A and B are out of service since 09:15:18: on Finesse A its web application does not answer.',
      `No other side is in service. ${wait.replace('.', '')}; it is not their own network.`,
    ]);
  });

  test('a standby that is out of service as expected is no outage', () => {
    const board = boardFixture();
    const standby = (s: ServerView): ServerView => ({
      ...s,
      rungs: s.rungs.map((r) => (r.rung === 'system-info' ? { ...r, status: 'expected-down' } : r)),
    });
    const [a, b] = board.servers;
    const servers = a !== undefined && b !== undefined ? [a, standby(b)] : [];
    expect(told({ ...board, servers })[1]).toBe(
      'Finesse A in service, Finesse B on standby as expected. 120 agents connected; nobody is at risk.',
    );
  });

  test('servers that were never checked are not called anything', () => {
    const board = boardFixture();
    const servers = board.servers.map((s) => ({
      ...s,
      rungs: s.rungs.map((r) => ({ ...r, status: 'unknown' as const, since: null, checkedAt: null, via: null })),
    }));
    expect(told({ ...board, servers })).toEqual([
      'blind, busy',
      'Holdfast has not checked Finesse A and B yet.',
      'The first checks take a few seconds.',
    ]);
  });

  test('two clusters are called by their names', () => {
    const board = boardFixture();
    const other = <T extends { clusterKey: string }>(things: T[]) => things.map((t) => ({ ...t, clusterKey: 'south' }));
    const south = board.clusters.map((c) => ({ ...c, key: 'south', name: 'South' }));
    const clusters = [...board.clusters.map((c) => ({ ...c, name: 'North' })), ...south];
    const servers = [...board.servers, ...other(board.servers)];
    expect(told({ ...board, clusters, servers })[1]).toBe(
      'North A and B, South A and B in service. 120 agents connected; nobody is at risk.',
    );
  });

  test('on a service that forces nobody out, who is connected is told of those who are watched', () => {
    const board = boardFixture({ agents: 12, loggedOut: 2 });
    const verdicts = ['connected', 'unstable', 'logged-out', 'unknown'] as const;
    const promise = { warning: 'none' as const, intervalMs: null, verdicts: [...verdicts], sentence: '' };
    const clusters = board.clusters.map((c) => ({ ...c, kind: 'xmpp' as const, promise }));
    const sessions = { tone: 'good' as const, text: 'All 3 sessions online at Lab.', advice: '' };
    expect(told({ ...board, clusters, servers: [] }, { sessions })).toEqual([
      'well, good',
      'All 3 sessions online at Lab. 10 of 12 watched accounts connected.',
      'Nothing needs to be done.',
    ]);
  });

  test("Holdfast's own broken session is said after the good news, and is no verdict on Finesse", () => {
    const sessions = { tone: 'bad' as const, text: 'BOSH to fin-a lost at 09:14:02.', advice: 'The server is up.' };
    expect(told(boardFixture(), { sessions })).toEqual([
      'well, warn',
      'Finesse A and B in service. 120 agents connected; nobody is at risk.',
      "But Holdfast's own sessions: BOSH to fin-a lost at 09:14:02. The server is up.",
    ]);
  });

  test('a group on the side of a server is no fault of the agents, and Finesse is not cleared', () => {
    const board = boardFixture({ lyon });
    const groups = board.groups.map((g) => ({ ...g, scope: 'server-side' as const, where: 'A' }));
    expect(told({ ...board, groups })).toEqual([
      'finesse, bad',
      'Finesse A and B in service. 14 agents of 5 teams lost connection at 09:14:00, on the side of server A.',
      `${wait} They come from several sites: look at server A and what stands before it.`,
    ]);
  });
});
