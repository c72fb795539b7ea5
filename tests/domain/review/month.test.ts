/** A month of a small cluster: what was worst, why, for how long, and whom it cost time; teams, never agents. */
import { describe, expect, test } from 'vitest';
import type { Disconnect, HistorySpan } from '#contract';
import { forcedOuts, longestOutages, lossesByCause, lostTimeOf, worstHours } from '../../../server/domain/review/month';
import { availabilityRows } from '../../../server/domain/review/rows';
import { lost, noAnswer, target } from '../../support/facts';

const HOUR = 3_600_000;
const range = { from: 0, to: 10 * HOUR };
const a = 'lab/prosody/tcp';
const b = target.targetKey;

const spans = new Map<string, HistorySpan[]>([
  [
    a,
    [
      { from: 0, to: 2.5 * HOUR, status: 'up' },
      { from: 2.5 * HOUR, to: 3.25 * HOUR, status: 'down' },
      { from: 3.25 * HOUR, to: 10 * HOUR, status: 'up' },
    ],
  ],
  [
    b,
    [
      { from: 0, to: HOUR, status: 'unknown' },
      { from: HOUR, to: 3 * HOUR, status: 'up' },
      { from: 3 * HOUR, to: 3.1 * HOUR, status: 'degraded' },
      { from: 3.1 * HOUR, to: 9 * HOUR, status: 'up' },
      { from: 9 * HOUR, to: 10 * HOUR, status: 'down' },
    ],
  ],
]);
const losses = [lost(9 * HOUR), { ...lost(2.5 * HOUR), targetKey: a }, lost(9.5 * HOUR)];

test('the worst hours come first, with what was wrong in them', () => {
  const rows = worstHours(spans, losses, range, 10);
  expect(rows.map((r) => [r.from / HOUR, r.downMs / HOUR, r.degradedMs / HOUR, r.losses, r.targets])).toEqual([
    [9, 1, 0, 2, [b]],
    [2, 0.5, 0, 1, [a]],
    [3, 0.25, expect.closeTo(0.1), 0, [a, b]],
  ]);
  expect(worstHours(spans, losses, range, 1)).toHaveLength(1);
});

test('losses by cause name every target once', () => {
  expect(lossesByCause(losses)).toEqual([{ failure: noAnswer, targets: [a, b], count: 3 }]);
});

test('outages: the longest first, with the loss that began them; what reaches over the month is cut', () => {
  const outages = longestOutages(spans, losses, range, 10);
  expect(outages.map((o) => [o.target, (o.to - o.from) / HOUR, o.failure?.condition, o.cut])).toEqual([
    [b, 1, 'ping-timeout', true],
    [a, 0.75, 'ping-timeout', false],
  ]);
});

describe('agents forced out', () => {
  const record = (change: Partial<Disconnect>): Disconnect => ({
    ...{
      id: 'd',
      clusterKey: 'cc',
      loginId: '1001',
      firstName: 'Ana',
      lastName: 'Ortiz',
      teamId: '7',
      teamName: 'Billing',
    },
    ...{ site: null, extension: null, userType: null, jid: null, side: 'A', connectedHost: null, signs: [] },
    ...{ lost: { from: 900, to: 1_000 }, sure: 'seen', warnedAt: null, deadline: null, will: null },
    profile: { graceMs: 60_000, deployment: null, load: null, release: null },
    before: { state: 'READY', pendingState: null, onCall: false },
    end: {
      at: 61_000,
      outcome: 'forced-not-ready',
      side: 'A',
      state: 'NOT_READY',
      code: 255,
      label: null,
      serverAt: null,
    },
    ...{ returned: { at: 90_000, side: 'A' }, readyAgainAt: 121_000, groupId: null, unseenFrom: null, closedAt: null },
    source: null,
    ...change,
  });

  test('are told by team and outcome, with the minutes that they lost', () => {
    const counted = [
      record({}),
      record({ readyAgainAt: null, before: { state: 'TALKING', pendingState: null, onCall: true } }),
      record({ readyAgainAt: null, returned: null }),
      record({ end: null }),
      record({ teamId: '8', teamName: 'Care', readyAgainAt: 61_000 }),
    ];
    const rows = forcedOuts(counted, new Set(), 600_000);
    expect(rows).toEqual([
      {
        ...{ teamId: '7', teamName: 'Billing', outcome: 'forced-not-ready', count: 3, onCall: 1 },
        ...{ closed: 0, lostMs: 120_000 + 89_000, unended: 1 },
      },
      {
        ...{ teamId: '8', teamName: 'Care', outcome: 'forced-not-ready', count: 1, onCall: 0 },
        ...{ closed: 0, lostMs: 60_000, unended: 0 },
      },
    ]);
    const later = forcedOuts(counted, new Set(), 661_000);
    expect(later.map((r) => [r.teamId, r.count, r.closed, r.unended])).toEqual([
      ['7', 2, 1, 0],
      ['8', 1, 0, 0],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/1001|Ana|Ortiz/);
  });

  test('a loss that nobody saw began a grace before Finesse acted', () => {
    expect(lostTimeOf(record({ lost: null }))).toBe(120_000);
  });
});

test('availability: of a server moment by moment, and every millisecond once', () => {
  const of = { clusterKey: 'lab', clusterName: 'Lab', nodeKey: 'prosody', nodeName: 'Prosody' };
  const targets = [
    { ...of, key: a, transport: 'tcp' as const },
    { ...of, key: b, transport: 'websocket' as const },
    { ...of, key: 'lab/prosody/bosh', transport: 'bosh' as const },
  ];
  const parts = [
    { from: 0, to: 5 * HOUR },
    { from: 5 * HOUR, to: 10 * HOUR },
  ];
  const rows = availabilityRows({ targets, spans, range, parts });
  expect(rows.map((r) => [r.level, r.key, r.targets])).toEqual([
    ['cluster', 'lab', 2],
    ['node', 'lab/prosody', 2],
    ['target', a, 1],
    ['target', b, 1],
  ]);
  const node = rows[1];
  expect(node?.tally).toMatchObject({ downMs: 0, degradedMs: 1.75 * HOUR, unknownMs: 0 });
  expect([node?.ratio, node?.coverage]).toEqual([1, 1]);
  expect([rows[3]?.ratio, rows[3]?.coverage]).toEqual([8 / 9, 0.9]);
  for (const row of rows) {
    const all = [row.tally, ...row.parts].map((t) => Object.values(t).reduce((sum, ms) => sum + ms, 0));
    expect(all).toEqual([10 * HOUR, 5 * HOUR, 5 * HOUR]);
  }
});
