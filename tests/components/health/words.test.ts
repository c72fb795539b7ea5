/** What people read about one agent, state by state. */
import { describe, expect, test } from 'vitest';
import type { Disconnect, PresenceHealth } from '#contract';
import { agentName, forcedOutWords, graceLeft, healthWords } from '../../../components/health/words';
import { boardFixture } from '../../support/board-fixture';

const now = Date.parse('2026-11-20T09:16:22Z');
const at = (time: string) => Date.parse(`2026-11-20T${time}Z`);
const words = (health: PresenceHealth, when = now) => {
  const { text, detail } = healthWords(health, when, 'UTC');
  return detail === '' ? text : `${text} | ${detail}`;
};

const atRisk: Extract<PresenceHealth, { kind: 'at-risk' }> = {
  ...{ kind: 'at-risk', side: 'A', sure: 'seen', will: 'not-ready', connectedOn: null },
  deadline: { earliest: at('09:17:04'), latest: at('09:17:06') },
  lost: { from: at('09:16:03'), to: at('09:16:04') },
};
const stale = { feed: 'presence', side: 'A' } as const;

const states: readonly [string, PresenceHealth][] = [
  ['Connected on B | since 08:00:00', { kind: 'connected', side: 'B', sure: 'seen', since: at('08:00:00') }],
  ['Connected | nothing says otherwise', { kind: 'connected', side: null, sure: 'inferred', since: null }],
  [
    'Unstable | 3 reconnects; 1 answer missed in a row',
    { kind: 'unstable', side: 'A', reconnects: 3, missed: 1, since: now },
  ],
  ['Finesse acts in 0:42 (sets Not Ready) | connection to A lost at 09:16:04', atRisk],
  [
    'Finesse acts in 0:42 (logs out) | connection to A lost at 09:16:04; inferred',
    { ...atRisk, will: 'logout', sure: 'inferred' },
  ],
  [
    'Finesse acts after the call, not before 0:42 (sets Not Ready) | connection to A lost at 09:16:04',
    { ...atRisk, will: 'after-call', deadline: { earliest: at('09:17:04'), latest: null } },
  ],
  [
    'Finesse acts in 0:42 (sets Not Ready) | connected on B; A may still act until 09:17:06',
    { ...atRisk, connectedOn: 'B' },
  ],
  [
    'Forced out at 09:15:00 | set Not Ready by A',
    { kind: 'forced-out', outcome: 'forced-not-ready', at: at('09:15:00'), side: 'A', connectedOn: null },
  ],
  [
    'Forced out at 09:15:00 | logged out; connected again on B',
    { kind: 'forced-out', outcome: 'forced-logout', at: at('09:15:00'), side: null, connectedOn: 'B' },
  ],
  ['Logged out at 09:00:00 | by the agent', { kind: 'logged-out', outcome: 'self', at: at('09:00:00') }],
  [
    'Unknown | Holdfast hears nothing from XMPP presence of A; since 09:15:40',
    { kind: 'unknown', why: 'feed-stale', blame: stale, since: at('09:15:40') },
  ],
  [
    'Unknown | signed in, but never seen connected by the list of connected users of A and B',
    { kind: 'unknown', why: 'never-seen', blame: { feed: 'connected-users', side: null }, since: null },
  ],
];

describe('health in words', () => {
  test.each(states)('%s', (sentence, health) => {
    expect(words(health)).toBe(sentence);
  });

  test('the countdown ends at the earliest moment, and then says that it may be now', () => {
    expect(words(atRisk, at('09:17:03'))).toContain('in 0:01 (');
    expect(words(atRisk, at('09:17:05'))).toContain('Finesse may act any moment (sets Not Ready)');
    expect([at('09:16:04'), at('09:16:34'), at('09:17:30')].map((t) => graceLeft(atRisk, t))).toEqual([1, 0.5, 0]);
  });
});

describe('a forced out in words', () => {
  const [made] = boardFixture({ forcedOut: 1 }).disconnects;
  const told = (change: Partial<Disconnect>) => made && forcedOutWords({ ...made, ...change }, now, 'UTC');

  test('tells when, after how long a silence, and what Finesse did for which reason', () => {
    const end = {
      at: at('09:17:04'),
      outcome: 'forced-not-ready',
      side: 'A',
      state: 'NOT_READY',
      serverAt: null,
    } as const;
    const signs: Disconnect['signs'] = [{ feed: 'presence', first: at('08:00:00'), last: at('09:14:50') }];
    expect(told({ signs, end: { ...end, code: 255, label: 'Connection Failure' } })).toBe(
      'Forced out at 09:17:04 after 134 s without a sign (255: connection failure, set Not Ready)',
    );
    expect(told({ signs: [], lost: null, end: { ...end, code: null, label: null } })).toBe(
      'Forced out at 09:17:04 (set Not Ready)',
    );
    expect(told({ end: { ...end, outcome: 'self', code: null, label: null } })).toBeNull();
  });
});

test('who has no name is called by the login id', () => {
  expect(agentName({ firstName: 'Ana', lastName: 'Ortiz', loginId: '1' })).toBe('Ana Ortiz');
  expect(agentName({ firstName: null, lastName: '', loginId: '1001003' })).toBe('1001003');
});
