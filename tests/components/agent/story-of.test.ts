import { describe, expect, test } from 'vitest';
import { storyInShort, storyOf } from '../../../components/agent/story-of';
import { storyText } from '../../../components/agent/story-text';
import type { Disconnect } from '../../../server/contract';
import { clock, disconnectOf, endOf, unwarned, when } from './disconnects';

const told = (change: Partial<Disconnect>) =>
  storyOf(disconnectOf(change), when).map((s) => `${s.at === null ? '--------' : when(s.at)} ${s.text}`);

const forced = { end: endOf('09:17:04') };
const UCCX = { graceMs: 60_000, deployment: 'UCCX', load: null, release: '12.5' };

describe('the story of a disconnect', () => {
  const sign = '09:14:50 Last sign of the connection on side A: XMPP presence.';
  const lost = '09:16:04 Connection lost on side A: unavailable (seen).';
  const risk = '09:16:04 At risk: Finesse sets Not Ready between 09:17:03 and 09:17:05.';
  const set =
    '09:17:04 Finesse set Not Ready on side A (255: connection failure), 134 s after the last sign. The warning came 0:59 before.';

  const table: [string, Partial<Disconnect>, string[]][] = [
    [
      'set Not Ready, back on B, and Ready later',
      {
        ...{ ...forced, returned: { at: clock('09:19:02'), side: 'B' } },
        ...{ readyAgainAt: clock('09:19:31'), closedAt: clock('09:19:31') },
      },
      [sign, lost, risk, set, '09:19:02 Connected again on side B.', '09:19:31 Ready again.'],
    ],
    [
      'back in time',
      {
        returned: { at: clock('09:16:40'), side: 'A' },
        ...{ readyAgainAt: null, closedAt: clock('09:17:10') },
      },
      [sign, lost, risk, '09:16:40 Connected again on side A, in time: Finesse did nothing.'],
    ],
    [
      'connected on B while A may act',
      { returned: { at: clock('09:16:30'), side: 'B' } },
      [
        ...[sign, lost, risk, '09:16:30 Connected again on side B; A may still act until 09:17:05.'],
        '-------- Ready has not been seen again yet.',
      ],
    ],
    [
      'connected on B, and A acted all the same',
      { ...forced, returned: { at: clock('09:16:30'), side: 'B' }, closedAt: clock('09:40:00') },
      [sign, lost, risk, '09:16:30 Connected again on side B; A may still act until 09:17:05.', set],
    ],
    [
      'forced logout without a warning',
      { ...unwarned, end: endOf('09:17:04', { outcome: 'forced-logout', state: 'LOGOUT', side: null }) },
      [
        '09:17:04 Finesse logged the agent out (255: connection failure). There was no warning: no feed told that the connection had gone.',
        '-------- Not connected again yet.',
      ],
    ],
    [
      'after a call',
      {
        ...{ will: 'after-call', deadline: { earliest: clock('09:17:03'), latest: null } },
        before: { state: 'TALKING', pendingState: null, onCall: true },
        end: endOf('09:31:10', { code: 50002, label: null }),
        returned: { at: clock('09:18:00'), side: 'A' },
        closedAt: clock('09:46:10'),
      },
      [
        ...[sign, lost, '09:16:04 At risk: Finesse acts when the call is over, not before 09:17:03.'],
        '09:18:00 Connected again on side A.',
        '09:31:10 Finesse set Not Ready on side A (50002: connection failure), 980 s after the last sign. The warning came 15:05 before.',
      ],
    ],
    [
      'logged out during the call (LOAD=1)',
      { will: 'logout', before: { state: 'TALKING', pendingState: null, onCall: true } },
      [
        ...[sign, lost],
        '09:16:04 At risk: Finesse logs the agent out between 09:17:03 and 09:17:05, even during the call.',
        '-------- Not connected again yet, and Finesse has not acted yet.',
      ],
    ],
    [
      'our own outage in between',
      {
        ...{ warnedAt: null, deadline: null, will: null, unseenFrom: clock('09:15:30'), sure: 'inferred' },
        lost: { from: clock('09:14:50'), to: clock('09:20:00') },
        ...{ end: endOf('09:17:04', { side: null }), closedAt: clock('09:32:00') },
      },
      [
        sign,
        '09:15:30 Holdfast could not see from here on: what follows was found out later.',
        '09:17:04 Connection lost on side A between 09:14:50 and 09:20:00 (inferred).',
        '09:17:04 Finesse set Not Ready (255: connection failure), 134 s after the last sign. There was no warning: Holdfast could not see at that time.',
      ],
    ],
    [
      'unseen, and never found out',
      { unseenFrom: clock('09:16:20'), closedAt: clock('10:16:20') },
      [
        ...[sign, lost, risk],
        '09:16:20 Holdfast could not see from here on: what follows was found out later.',
        '-------- What became of it was not seen.',
      ],
    ],
    [
      'inferred from the list, later than foretold, still out',
      {
        ...{ sure: 'inferred', lost: { from: clock('09:15:54'), to: clock('09:16:04') } },
        deadline: { earliest: clock('09:16:54'), latest: clock('09:17:05') },
        end: endOf('09:17:09'),
      },
      [
        sign,
        '09:16:04 Connection lost on side A between 09:15:54 and 09:16:04 (inferred).',
        '09:16:04 At risk: Finesse sets Not Ready between 09:16:54 and 09:17:05.',
        '09:17:09 Finesse set Not Ready on side A (255: connection failure), 139 s after the last sign. The warning came 1:04 before. It had been foretold for 09:16:54 to 09:17:05.',
        '-------- Not connected again yet.',
      ],
    ],
    [
      'UCCX: failure of CCX',
      {
        ...{ ...unwarned, profile: UCCX, closedAt: clock('09:40:00') },
        end: endOf('09:17:04', { outcome: 'pg-reset', state: 'LOGOUT', code: 32764, label: null, side: null }),
      },
      ['09:17:04 Finesse logged the agent out after a failure of CCX (32764: CCX failure).'],
    ],
    [
      'UCCX: by a supervisor',
      {
        ...{ ...unwarned, profile: UCCX, closedAt: clock('09:40:00') },
        end: endOf('09:17:04', { outcome: 'supervisor', state: 'LOGOUT', code: 22, label: null }),
      },
      ['09:17:04 A supervisor logged the agent out (22: supervisor).'],
    ],
    [
      'back and Ready in one moment',
      {
        ...{ ...forced, returned: { at: clock('09:19:30'), side: 'B' } },
        ...{ readyAgainAt: clock('09:19:31'), closedAt: clock('09:19:31') },
      },
      [sign, lost, risk, set, '09:19:31 Connected again and Ready on side B.'],
    ],
  ];
  test.each(table)('%s', (_, change, steps) => expect(told(change)).toEqual(steps));
});

test('in one line', () => {
  const d = disconnectOf({
    ...forced,
    returned: { at: clock('09:19:30'), side: 'B' },
    ...{ readyAgainAt: clock('09:19:31'), closedAt: clock('09:19:31') },
  });
  expect(storyInShort(d, when)).toBe(
    'last sign 09:14:50 → unavailable 09:16:04 (seen) → at risk, Finesse acts between 09:17:03 and 09:17:05 → set Not Ready 09:17:04, 255: connection failure → back Ready 09:19:31 on B',
  );
});

const ends: [string, string | null, NonNullable<Disconnect['end']>['outcome'], string, number | null, string][] = [
  [
    'UCCE',
    null,
    'inactivity',
    'LOGOUT',
    50004,
    'Finesse logged the agent out for inactivity (50004: inactivity timeout).',
  ],
  [
    'UCCE',
    'Device Error',
    'phone',
    'LOGOUT',
    50003,
    'Finesse logged the agent out because of the phone (50003: device error).',
  ],
  ['UCCX', null, 'phone', 'NOT_READY', 32759, 'Finesse set Not Ready because of the phone (32759: phone down).'],
  [
    'UCCE',
    null,
    'pg-reset',
    'LOGOUT',
    65534,
    'Finesse logged the agent out after a reset of the PG (65534: system reset).',
  ],
  ['UCCE', null, 'supervisor', 'NOT_READY', 999, 'A supervisor set Not Ready (999: supervisor).'],
  [
    'UCCE',
    'System Failure',
    'sso-expired',
    'NOT_READY',
    50002,
    'Finesse set Not Ready: the single sign-on token had expired (50002: system failure).',
  ],
  ['UCCE', null, 'self', 'LOGOUT', -1, 'The agent signed out.'],
  ['UCCE', null, 'unknown', 'LOGOUT', -1, 'Logged out, and no feed told why.'],
  ['UCCE', null, 'unknown', 'LOGOUT', 12345, 'Logged out, and no feed told why (12345).'],
  [
    'UCCE',
    'PG Reset',
    'pg-reset',
    'NOT_READY',
    51004,
    'Finesse set Not Ready after a reset of the PG (51004: PG reset).',
  ],
];
test.each(ends)('%s %s %s %s %d', (deployment, label, outcome, state, code, text) => {
  const profile = { graceMs: 60_000, deployment, load: null, release: null };
  const [step] = told({
    ...{ ...unwarned, profile, closedAt: clock('09:40:00') },
    end: endOf('09:17:04', { outcome, state, code, label, side: null }),
  });
  expect(step).toBe(`09:17:04 ${text}`);
});

test('copied as text it says who, when and where, and what was not seen', () => {
  const text = storyText(
    disconnectOf(forced),
    { name: 'Ana Ortiz', cluster: 'Contact centre', day: '20 November 2026', zone: 'UTC' },
    when,
  );
  expect(text).toBe(`Ana Ortiz (1001004), Billing, Lyon: disconnect on 20 November 2026 (times in UTC), Contact centre
09:14:50  Last sign of the connection on side A: XMPP presence.
09:16:04  Connection lost on side A: unavailable (seen).
09:16:04  At risk: Finesse sets Not Ready between 09:17:03 and 09:17:05.
09:17:04  Finesse set Not Ready on side A (255: connection failure), 134 s after the last sign. The warning came 0:59 before.
          Not connected again yet.
`);
});
