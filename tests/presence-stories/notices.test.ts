/** What must wake nobody does not, and nothing wakes anybody twice; the scenarios' own tests hold what was played against these lists. */
import { expect, test } from 'vitest';
import { scenarioNames } from '../../server/simulator/finesse/scenarios/load';
import { replay } from '../alert/replay';
import { configured, noAnswer, phase, target } from '../support/facts';
import { generousNotices, pessimisticNotices } from './notices';

const pages = (lines: readonly string[] = []) => lines.filter((line) => line.startsWith('pager opened'));

test.each(scenarioNames())('%s wakes nobody more than once', (name) => {
  expect(pages(generousNotices[name]).length).toBeLessThanOrEqual(1);
  expect(pages(pessimisticNotices[name]).length).toBeLessThanOrEqual(1);
});

test.each([
  ['the end of a shift', 'shift-end'],
  ['F5', 'reload-half-team'],
  ['a standby that is out of service, as it should be', 'uccx-standby'],
  ['a failover that was planned', 'maintenance'],
  ['events that are published again after a restart', 'notification-restart'],
  ['a corner with bad Wi-Fi', 'wifi-corner'],
])('%s wakes nobody', (_, name) => {
  expect(scenarioNames()).toContain(name);
  expect([...pages(generousNotices[name]), ...pages(pessimisticNotices[name])]).toEqual([]);
});

test('a planned failover and F5 are told to nobody at all; a restart is one message, and its end', () => {
  for (const name of ['maintenance', 'reload-half-team'])
    expect([generousNotices[name], pessimisticNotices[name]]).toEqual([undefined, undefined]);
  const once = ['tickets opened server-outage ticket', 'tickets resolved server-outage ticket'];
  expect([generousNotices['notification-restart'], pessimisticNotices['notification-restart']]).toEqual([once, once]);
});

const START = 1_800_000_000_000;

test.each([
  ['closed', []],
  ['optional', []],
  ['open', ['tickets opened session-down ticket']],
] as const)('a port that refuses and is expected %s', (expectation, notices) => {
  const refusing = [
    { ...configured(START), expect: expectation },
    phase(START, 'stopped', 'connecting'),
    phase(START + 100, 'connecting', 'backoff', noAnswer),
  ];
  const { told, incidents } = replay(refusing, START, { thenS: 900 });
  expect(told.map((line) => line.replace(/^\d+ /, ''))).toEqual(notices);
  expect(incidents.map((i) => i.affected.transports)).toEqual(notices.map(() => [target.targetKey]));
});
