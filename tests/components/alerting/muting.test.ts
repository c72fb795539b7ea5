/** The pages of what mutes and what fires now, as far as they decide something: words, order, and what a form means. */
import { describe, expect, test } from 'vitest';
import type { AlertNow, PlannedWindow, Silence } from '#contract';
import { firstDraft, planOf, whenOf } from '../../../components/alerting/maintenance/draft';
import { byDay, cronWords, lastsWords, placeWords, spanWords } from '../../../components/alerting/maintenance/words';
import { listsOf, nowSentence, ruleRows } from '../../../components/alerting/now/model';
import {
  draftOf,
  filledIn,
  fitting,
  matcherWords,
  silencesSentence,
  sorted,
} from '../../../components/alerting/silences/model';
import { completeRule } from '../../../server/contract/rule-words';
import { defaultRules } from '../../../server/domain/alert/rules';
import { incidentOf } from '../../alert/incidents';

const T = Date.parse('2026-11-20T12:00:00Z');
const HOUR_MS = 3_600_000;
const silence = (id: string, startsAt: number, expiresAt: number): Silence => ({
  ...{ id, startsAt, expiresAt, author: 'kim', reason: '' },
  matchers: [{ field: 'kind', is: 'equal', value: 'session-down' }],
});

describe('silences', () => {
  test('those that end next come first, and of those that are over the last', () => {
    const all = [
      silence('a', 0, T + 9),
      silence('b', 0, T + 1),
      silence('c', 0, T),
      silence('d', 0, 5),
      silence('e', T + 1, T + 3),
    ];
    const { inForce, toCome, ended } = sorted(all, T);
    expect([inForce, toCome, ended].map((part) => part.map((s) => s.id).join(''))).toEqual(['ba', 'e', 'cd']);
    expect(silencesSentence({ inForce, toCome, ended })).toMatch(/^2 silences are in force, 1 to come\. /);
  });

  test("an incident's address fills the form in, and the form shows what it would mute", () => {
    const draft = draftOf(new URLSearchParams('kind=session-down&cluster=lab&node='));
    expect(draft.map(matcherWords)).toEqual(['Kind is Session (session-down)', 'Cluster is lab']);
    const incidents = [incidentOf('one', T), incidentOf('two', T, 'page', { clusterKey: 'cc' })];
    expect(fitting(draft, incidents).map((i) => i.id)).toEqual(['one']);
    expect(fitting([{ field: 'cluster', is: 'not-equal', value: 'cc' }], incidents).map((i) => i.id)).toEqual(['one']);
    expect(fitting(filledIn(draftOf(new URLSearchParams())), incidents)).toEqual([]);
  });
});

describe('maintenance', () => {
  test('is told in words, and in days of a zone', () => {
    const place = (clusterKey: string | null, nodeKey: string | null) => placeWords({ clusterKey, nodeKey });
    expect([place(null, null), place('cc', null), place('cc', 'b')]).toEqual([
      'everything',
      'all of cc',
      'cc, server b',
    ]);
    expect(['0 22 * * sun', '30 1 * * *', '5 4 * * mon,fri', '0 0 1 * *'].map(cronWords)).toEqual([
      ...['every Sunday at 22:00', 'every day at 01:30', 'every Monday, Friday at 04:05', 'pattern 0 0 1 * *'],
    ]);
    expect([90, 120, 45].map((min) => lastsWords(min * 60_000))).toEqual(['1 h 30 min', '2 h', '45 min']);
    expect(spanWords(T + 11 * HOUR_MS, T + 14 * HOUR_MS, 'UTC')).toBe('23:00 to 02:00 the next day');
    const spans = [{ from: T }, { from: T + 11 * HOUR_MS }, { from: T + 12 * HOUR_MS }];
    expect(byDay(spans, 'UTC').map((d) => d.spans.length)).toEqual([2, 1]);
    expect(byDay(spans, 'Europe/Paris').map((d) => d.spans.length)).toEqual([1, 2]);
  });

  test('a form that is filled in means a window; one that is not means none', () => {
    const draft = { ...firstDraft(T, 'Europe/Paris'), kind: 'weekly' as const, days: ['mon', 'fri'], time: '04:05' };
    const when: PlannedWindow['when'] = {
      kind: 'recurring',
      cron: '5 4 * * mon,fri',
      zone: 'Europe/Paris',
      lastsMs: 2 * HOUR_MS,
    };
    expect(whenOf(draft)).toEqual(when);
    expect(planOf(draft)).toBeNull();
    expect(planOf({ ...draft, name: ' patches ', place: 'cc/b' })).toEqual({
      ...{ command: 'plan-maintenance', name: 'patches', clusterKey: 'cc', nodeKey: 'b', when },
    });
    expect(planOf({ ...draft, name: 'x', place: 'cc/' })).toMatchObject({ clusterKey: 'cc', nodeKey: null });
    expect([whenOf({ ...draft, lastsMin: '0' }), whenOf({ ...draft, time: '' })]).toEqual([null, null]);
  });
});

describe('alerts now', () => {
  const alert = (ruleKey: string, more: Partial<AlertNow> = {}): AlertNow => ({
    ...{ ruleKey, subject: 's', kind: 'session-down', severity: 'page', clusterKey: 'cc', title: 't', sample: null },
    state: { status: 'firing', begunAt: T, firedAt: T, clearAt: null },
    ...{ dueAt: null, incidentId: null, mutedBy: null, ...more },
  });
  const [first, second, ...others] = defaultRules;
  if (first === undefined || second === undefined) throw new Error('rules come with Holdfast');
  const off = completeRule({ ...second, enabled: false }, 'own');
  const now = {
    ...{
      at: T,
      total: 3,
      rules: [{ ruleKey: first.key, looking: false }, ...others.map((r) => ({ ruleKey: r.key, looking: true }))],
    },
    alerts: [
      alert('outage'),
      alert('side-down', { mutedBy: { by: 'silence', ref: 'x', text: 'silenced' } }),
      alert('outage', { state: { status: 'pending', begunAt: T } }),
    ],
  };

  test('what is told, what is muted and what is about to are apart; rules that find something come first', () => {
    const rows = ruleRows([first, off, ...others], now);
    expect(nowSentence(listsOf(now), rows)).toBe(
      `1 alert fires, 1 is muted, 1 about to, if it lasts. ${others.length} rules look.`,
    );
    expect(rows.slice(0, 2).map((r) => [r.key, r.firing, r.pending])).toEqual([
      ['side-down', 1, 0],
      ['outage', 1, 1],
    ]);
    expect(rows.filter((r) => r.looks !== 'looking').map((r) => [r.key, r.looks])).toEqual([
      [first.key, 'out of its hours'],
      [second.key, 'off'],
    ]);
    expect(nowSentence({ firing: [], muted: [], pending: [] }, rows)).toMatch(
      /^Nothing fires\. .* none finds anything\.$/,
    );
  });
});
