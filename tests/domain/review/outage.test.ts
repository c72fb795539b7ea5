/** What a review makes of what was recorded, where the route's story does not go: old, nameless, other kinds, no Finesse. */
import { describe, expect, test } from 'vitest';
import type { Disconnect, Incident } from '#contract';
import { NOBODY } from '../../../server/domain/history/forget';
import { htmlOf, markdownOf } from '../../../server/domain/review/outage/documents';
import { affectedBy, LANES_SHOWN, type OutageReads, outageWindow } from '../../../server/domain/review/outage/reads';
import { outageReview } from '../../../server/domain/review/outage/review';
import { spansOf, unionMs } from '../../../server/domain/review/outage/spans';
import { away, forced, incidentOf, moved, T } from '../../support/outage-facts';
import { lossOf } from '../../support/presence-facts';

const S = 1_000;
const MINUTE = 60 * S;

function reads(more: Partial<OutageReads> = {}): OutageReads {
  const incident = more.incident ?? incidentOf();
  const at = more.at ?? T + 600 * S;
  return {
    ...{ at, incident, deliveries: [], clusterName: 'CC', window: outageWindow(incident, at), servers: [] },
    ...{ serverFacts: [], targets: [], sessions: [], sessionsLeftOut: 0, targetFacts: [], observerFacts: [] },
    ...{ unobserved: [], disconnects: [forced, moved, away], groups: [], verdicts: new Map(), rtt: [] },
    ...{ thrownAway: new Map(), names: false, pseudonymOf: (_: string, login: string) => `pseudonym:${login.length}` },
    words: {
      ...{ failure: (f) => f.condition, rung: (r) => r, cause: (c) => c, outcome: (o) => o, transport: (t) => t },
      feed: (f) => f,
    },
    ...more,
  };
}

describe('the window', () => {
  test('has a quarter of an hour of what came after, but nothing of the future', () => {
    const over = incidentOf();
    expect(outageWindow(over, T + 600 * S)).toMatchObject({ from: T - 5 * MINUTE, to: T + 600 * S });
    expect(outageWindow(over, T + 9_999 * S).to).toBe(T + 76 * S + 15 * MINUTE);
    expect(outageWindow(incidentOf({ resolved: null }), T + 30 * S)).toMatchObject({ to: T + 30 * S });
  });
});

describe('whom it concerns', () => {
  const onB = lossOf('d4', '1004', '8', T + 5 * S, { side: 'B' });
  const later = lossOf('d5', '1005', '7', T + 30 * MINUTE);
  const all = [forced, moved, away, onB, later];
  const ids = (more: Partial<Incident>) => {
    const i = incidentOf(more);
    return affectedBy(i, all, outageWindow(i, T + 600 * S))?.map((d) => d.id) ?? null;
  };

  test('a server’s outage those of its side, a team’s those of the team, a group its members, a certificate nobody', () => {
    expect(ids({})).toEqual(['d1', 'd2', 'd3']);
    expect(ids({ kind: 'team-out', teamId: '8' })).toEqual(['d3', 'd4']);
    expect(ids({ kind: 'service-down' })).toEqual(['d1', 'd2', 'd3', 'd4']);
    expect(ids({ kind: 'group-disconnect', subject: 'group cc d1' })).toEqual(['d1', 'd2', 'd3']);
    expect(ids({ kind: 'certificate' })).toBeNull();
  });

  test('of thousands a few lanes are drawn, those forced out first, and the rest is counted', () => {
    const many = Array.from({ length: 2_000 }, (_, n) => lossOf(`m${n}`, `${2_000 + n}`, '7', T + n));
    const review = outageReview(reads({ disconnects: [...many, forced] }));
    expect([review.lanes.length, review.lanesLeftOut]).toEqual([LANES_SHOWN, 2_001 - LANES_SHOWN]);
    expect(review.lanes.filter((l) => l.outcome !== null)).toHaveLength(1);
    expect(review.agents).toMatchObject({ affected: 2_001, forcedOut: 1, counting: true });
  });
});

describe('an outage of long ago', () => {
  const nameless: Disconnect = { ...forced, loginId: NOBODY, firstName: null, lastName: null, extension: null };

  test('says what is gone, and still counts', () => {
    const day = T + 86_400 * S;
    const thrownAway = new Map(['events', 'names', 'pseudonyms', 'samples'].map((kind) => [kind, day]));
    const review = outageReview(reads({ thrownAway, disconnects: [nameless] }));
    expect(review.gone).toEqual([
      'Single facts about servers and sessions of before 2026-11-21 are no longer kept: the lanes and marks are incomplete.',
      'Who was affected before 2026-11-21 is no longer kept: only teams and counts are, and there are no lanes of agents.',
      'Round-trip times of before 2026-11-21 are no longer kept.',
    ]);
    expect(review.lanes).toEqual([]);
    expect(review.agents).toMatchObject({ affected: 1, forcedOut: 1, lostMinutes: 2 });
    expect(review.firstSign).toBeNull();
  });

  test('nothing is gone of what was thrown away before it', () => {
    expect(outageReview(reads({ thrownAway: new Map([['events', T - 86_400 * S]]) })).gone).toEqual([]);
  });
});

test('spans begin at their evidence, never before the one they end, and have holes where nobody looked', () => {
  const changes = [
    { at: T - 50, value: 'good' },
    { at: T + 10, value: 'bad' },
    { at: T + 5, value: 'good' },
    { at: T + 40, value: 'good' },
  ];
  const range = { from: T, to: T + 100 };
  expect(spansOf(changes, range, [{ from: T + 60, to: T + 70 }])).toEqual([
    { from: T, to: T + 10, value: 'good' },
    { from: T + 10, to: T + 60, value: 'good' },
    { from: T + 70, to: T + 100, value: 'good' },
  ]);
  expect(
    unionMs([
      { from: 0, to: 10 },
      { from: 5, to: 12 },
      { from: 20, to: 21 },
    ]),
  ).toBe(13);
});

test('what people typed stays text, in Markdown as in HTML', () => {
  const blocks = [
    { kind: 'title' as const, text: '# <img src=x onerror=alert(1)>' },
    { kind: 'list' as const, items: ['[here](javascript:alert(1))\n## Not a heading', '1. `code`'] },
    { kind: 'table' as const, caption: 'c', head: ['a|b'], rows: [['x | y\nz']] },
  ];
  expect(markdownOf(blocks, (name) => name)).toBe(
    [
      '# \\# \\<img src=x onerror=alert(1)\\>\n',
      '- \\[here\\](javascript:alert(1)) \\#\\# Not a heading',
      '- 1\\. \\`code\\`\n',
      '| a\\|b |\n| --- |\n| x \\| y z |\n',
    ].join('\n'),
  );
  expect(htmlOf(blocks, {})).not.toMatch(/<img|<script/);
});
