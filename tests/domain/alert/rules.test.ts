/** Rules by their condition: where they look, when, whom they count, and what becomes of alerts when rules change. */
import { describe, expect, test } from 'vitest';
import { type Event, refusalOfRule } from '#contract';
import { createAlertBook } from '../../../server/domain/alert/book';
import { findingsOf } from '../../../server/domain/alert/conditions';
import { createAlertFacts } from '../../../server/domain/alert/facts';
import { defaultRules, everywhere } from '../../../server/domain/alert/rules';
import { asEvent, outageOf } from '../../alert/facts';
import { ruleOf } from '../../alert/replay-live';
import { configured, noAnswer, otherTarget, phase, target } from '../../support/facts';
import { atRiskOn, clusterNamed, judged, listed, serverNamed } from '../../support/presence-facts';

/** A Wednesday, 14:13 UTC. */
const T = 1_700_057_600_000;

function factsOf(events: readonly Event[]) {
  const facts = createAlertFacts();
  for (const e of events) facts.take(e);
  return facts;
}

/** Six agents of two teams, all at risk. */
const out = [
  clusterNamed(T),
  ...['1', '2', '3', '4', '5', '6'].map((login) => listed(T, login, login < '5' ? '7' : '8')),
  ...['1', '2', '3', '4', '5', '6'].map((login) => judged(T, login, login < '5' ? '7' : '8', atRiskOn('A', T))),
];
const subjects = (...args: Parameters<typeof findingsOf>) => findingsOf(...args).map((f) => f.subject);

describe('what a rule counts', () => {
  const agents = (per: 'team' | 'site' | 'cluster', where = {}) =>
    ruleOf({ of: 'agents', health: 'out', per, atLeast: 2, share: 0 }, { where: { ...everywhere, ...where } });

  test('are the agents of a team, of a site or of a cluster', () => {
    const facts = factsOf(out);
    expect(subjects(agents('team'), facts, T)).toEqual(['team cc/7', 'team cc/8']);
    expect(findingsOf(agents('site'), facts, T).map((f) => f.title)).toEqual(['6 agents of site Lyon are out']);
    expect(findingsOf(agents('cluster'), facts, T)[0]).toMatchObject({ subject: 'agents cc', teamId: null });
  });

  test('is only what lies where it looks; a part of a cluster is a trouble of its own', () => {
    const facts = factsOf(out);
    expect(subjects(agents('team', { teams: ['8'] }), facts, T)).toEqual(['team cc/8']);
    const [found] = findingsOf(agents('cluster', { teams: ['7'] }), facts, T);
    expect(found).toMatchObject({ subject: 'agents cc teams 7', affected: { agents: 4 } });
    expect(subjects(agents('cluster', { clusters: ['other'] }), facts, T)).toEqual([]);
  });

  test('two rules about one target make one incident, whatever their limits', () => {
    const rules = [
      ruleOf({ of: 'session-down' }, { key: 'soon' }),
      ruleOf({ of: 'session-down' }, { key: 'page', severity: 'page', forMs: 60_000 }),
      ruleOf({ of: 'session-down' }, { key: 'tcp', where: { ...everywhere, transports: ['tcp'] } }),
    ];
    const book = createAlertBook({ rules, windows: [], inServiceHours: null }, [], 0);
    const facts = factsOf([
      ...[target, otherTarget].flatMap((of) => [configured(T, of), phase(T, 'connecting', 'online', null, of)]),
      phase(T + 1_000, 'online', 'backoff', noAnswer),
    ]);
    for (const at of [T + 2_000, T + 62_000]) book.step(facts, at, []);
    expect(book.incidents().map((i) => [i.subject, i.severity, i.explanations.map((x) => x.ruleKey)])).toEqual([
      ['session lab/prosody/websocket', 'page', ['page', 'soon']],
    ]);
  });
});

test('out of its schedule, or turned off, a rule finds nothing', () => {
  const facts = factsOf([serverNamed(T, 'A'), asEvent(outageOf(T, 'A', 'cti-link'))]);
  const at = (fromMin: number, toMin: number) =>
    ruleOf({ of: 'outage' }, { schedule: { days: ['wed'], fromMin, toMin, zone: 'UTC' } });
  expect(subjects(at(14 * 60, 15 * 60), facts, T)).toEqual(['server cc/a']);
  expect(subjects(at(15 * 60, 16 * 60), facts, T)).toEqual([]);
  expect(subjects(ruleOf({ of: 'outage' }, { enabled: false }), facts, T)).toEqual([]);
});

test('when rules change, what others found stays; what fires by one that is gone is over', () => {
  const [first, second] = [
    ruleOf({ of: 'outage' }, { forMs: 60_000 }),
    ruleOf({ of: 'session-down' }, { key: 'lost' }),
  ];
  const book = createAlertBook({ rules: [first, second], windows: [], inServiceHours: null }, [], 0);
  const facts = factsOf([
    ...[serverNamed(T, 'A'), asEvent(outageOf(T, 'A', 'cti-link'))],
    ...[configured(T), phase(T, 'connecting', 'online'), phase(T, 'online', 'backoff', noAnswer)],
  ]);
  const alerts = () => book.alerts().map((a) => `${a.rule.key} ${a.state.status}`);
  book.step(facts, T + 30_000, []);
  expect(alerts()).toEqual(['tried pending', 'lost firing']);
  book.setRules([{ ...first, name: 'Renamed', severity: 'high' }]);
  book.step(facts, T + 60_000, []);
  expect(alerts()).toEqual(['tried firing']);
  expect(book.incidents().map((i) => `${i.kind} ${i.severity} ${i.status}`)).toEqual([
    'session-down ticket resolved',
    'server-outage high open',
  ]);
});

test('a target that was paused is not lost from before it goes on', () => {
  const paused = [configured(T), phase(T, 'connecting', 'online'), phase(T, 'online', 'stopped')];
  const facts = factsOf([...paused, phase(T + 3_600_000, 'stopped', 'connecting')]);
  const [found] = findingsOf(ruleOf({ of: 'session-down' }), facts, T + 3_601_000);
  expect(found?.begunAt).toBe(T + 3_600_000);
});

test('every rule that comes with Holdfast can be, and says its threshold', () => {
  for (const rule of defaultRules) {
    expect(refusalOfRule(rule)).toBeNull();
    expect(rule.threshold.length).toBeGreaterThan(10);
  }
  expect(refusalOfRule(ruleOf({ of: 'outage' }, { audience: 'team' }))).toMatch(/team/);
});
