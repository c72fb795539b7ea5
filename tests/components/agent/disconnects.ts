/** Made-up disconnects for tests: one line says what is special about them. Times as `09:14:50`, on one morning. */
import type { Disconnect } from '#contract';

export const clock = (time: string): number => Date.parse(`2026-11-20T${time}Z`);
/** As a reader in UTC sees it. */
export const when = (at: number): string => new Date(at).toISOString().slice(11, 19);

/** Ana Ortiz on A, whose browser went silent at 09:14:50, and whose connection the server gave up at 09:16:04. */
export function disconnectOf(change: Partial<Disconnect> = {}): Disconnect {
  return {
    ...{ id: 'd-1', clusterKey: 'cc', loginId: '1001004', firstName: 'Ana', lastName: 'Ortiz' },
    ...{ teamId: '1', teamName: 'Billing', site: 'Lyon', extension: '2004', userType: 'DESKTOP' },
    ...{ jid: '1001004@fina.example/desktop', side: 'A', connectedHost: null },
    signs: [
      { feed: 'presence', first: clock('08:00:00'), last: clock('09:14:50') },
      { feed: 'connected-users', first: clock('08:00:04'), last: clock('09:14:44') },
    ],
    lost: { from: clock('09:16:03.600'), to: clock('09:16:04') },
    ...{ sure: 'seen', warnedAt: clock('09:16:04.100') },
    deadline: { earliest: clock('09:17:03'), latest: clock('09:17:05') },
    will: 'not-ready',
    profile: { graceMs: 60_000, deployment: 'UCCE', load: 0, release: '12.6.2' },
    before: { state: 'READY', pendingState: null, onCall: false },
    ...{ end: null, returned: null, readyAgainAt: null, groupId: null, unseenFrom: null, closedAt: null, source: null },
    ...change,
  };
}

export function endOf(at: string, change: Partial<NonNullable<Disconnect['end']>> = {}): Disconnect['end'] {
  return {
    ...{ at: clock(at), outcome: 'forced-not-ready', side: 'A', state: 'NOT_READY', code: 255, serverAt: null },
    label: 'Connection Failure',
    ...change,
  };
}

/** Nobody told that the connection had gone: no early warning on this release. */
export const unwarned: Partial<Disconnect> = {
  ...{ signs: [], lost: null, sure: null, warnedAt: null, deadline: null, will: null },
};
