/** Events of a made-up contact centre `cc`, short enough to read in a test. */
import type {
  Disconnect,
  EventOf,
  FactSource,
  GroupRecord,
  PresenceHealth,
  PresenceOutcome,
  TeamCount,
} from '#contract';

export const CC = 'cc';

let born = 0;
const birth = (at: number) => {
  born += 1;
  const eventId = `00000000-0000-4000-9000-${String(born).padStart(12, '0')}`;
  return { observerId: 'local', eventId, v: 1 as const, at };
};

export const byFeed: FactSource = {
  ...{ feed: 'presence', nodeKey: 'a', side: 'A', release: '12.6', serverAt: null },
  ...{ offsetMs: null, offsetErrorMs: null, reference: null },
};

export const profileOf = (login: string, teamId: string) => ({
  ...{ firstName: 'Agent', lastName: login, teamId, teamName: `Team ${teamId}`, site: 'Lyon' },
  ...{ extension: `1${login}`, userType: 'DESKTOP' },
});

export const clusterNamed = (at: number, clusterKey = CC): EventOf<'cluster-described'> => ({
  ...birth(at),
  ...{ type: 'cluster-described', clusterKey, name: clusterKey.toUpperCase(), kind: 'finesse', demo: false, load: 0 },
});

export const serverNamed = (at: number, side: 'A' | 'B', clusterKey = CC): EventOf<'server-described'> => ({
  ...birth(at),
  ...{ type: 'server-described', clusterKey, nodeKey: side.toLowerCase(), side, nodeName: `fin-${side}` },
  ...{ host: `fin-${side}.example`, standbyExpected: false },
  budget: { requestsPerMinute: 60, bytesPerMinute: 1_000_000 },
});

export const listed = (
  at: number,
  loginId: string,
  teamId: string,
  leftTeamId: string | null = null,
  clusterKey = CC,
): EventOf<'agent-listed'> => ({
  ...birth(at),
  ...{ type: 'agent-listed', clusterKey, loginId, teamId, profile: profileOf(loginId, teamId), leftTeamId },
});

export const leaves = (at: number, loginId: string, teamId: string): EventOf<'agent-unlisted'> => ({
  ...birth(at),
  ...{ type: 'agent-unlisted', clusterKey: CC, loginId, teamId },
});

export const connectedOn = (side: 'A' | 'B', since: number): PresenceHealth => ({
  ...{ kind: 'connected', side, sure: 'seen', since },
});
export const atRiskOn = (side: 'A' | 'B', lost: number): PresenceHealth => ({
  ...{ kind: 'at-risk', side, sure: 'seen', will: 'not-ready', connectedOn: null },
  deadline: { earliest: lost + 60_000, latest: lost + 62_000 },
  lost: { from: lost - 1_000, to: lost },
});
export const notKnown = (since: number): PresenceHealth => ({
  ...{ kind: 'unknown', why: 'feed-stale', blame: { feed: 'team-feed', side: null }, since },
});

export const judged = (
  at: number,
  loginId: string,
  teamId: string,
  health: PresenceHealth,
  since = at,
): EventOf<'agent-health-changed'> => ({
  ...birth(at),
  ...{ type: 'agent-health-changed', clusterKey: CC, loginId, teamId, health, since, jid: null, onCall: false },
  ...{ disconnectId: null, groupId: null, source: byFeed },
});

export const does = (at: number, loginId: string, teamId: string, state: string): EventOf<'agent-state-changed'> => ({
  ...birth(at),
  ...{ type: 'agent-state-changed', clusterKey: CC, loginId, teamId, state, since: at },
  ...{ pendingState: null, onCall: false },
});

export const recordedState = (
  at: number,
  loginId: string,
  disconnectId: string,
  state: string,
  since = at,
): EventOf<'agent-state-recorded'> => ({
  ...birth(at),
  ...{ type: 'agent-state-recorded', clusterKey: CC, loginId, teamId: '7', disconnectId, state, since },
  ...{ pendingState: null, code: null, label: null, source: byFeed },
});

export const lossOf = (
  id: string,
  loginId: string,
  teamId: string,
  lostAt: number,
  more: Partial<Disconnect> = {},
): Disconnect => ({
  ...{ id, clusterKey: CC, loginId, ...profileOf(loginId, teamId), jid: `${loginId}@cc.example/desktop`, side: 'A' },
  ...{ connectedHost: null, signs: [{ feed: 'presence', first: lostAt - 3_600_000, last: lostAt }] },
  ...{ lost: { from: lostAt - 1_000, to: lostAt }, sure: 'seen', warnedAt: lostAt, will: 'not-ready' },
  deadline: { earliest: lostAt + 60_000, latest: lostAt + 62_000 },
  profile: { graceMs: 60_000, deployment: 'UCCE', load: 0, release: '12.6' },
  before: { state: 'READY', pendingState: null, onCall: false },
  ...{ end: null, returned: null, readyAgainAt: null, groupId: null, unseenFrom: null, closedAt: null, source: byFeed },
  ...more,
});

export const endedBy = (outcome: PresenceOutcome, at: number): Disconnect['end'] => ({
  ...{ at, outcome, side: 'A', state: 'NOT_READY', code: 255, label: 'Connection Failure', serverAt: at },
});

export const lossTold = (at: number, disconnect: Disconnect): EventOf<'disconnect-changed'> => {
  const { clusterKey, loginId, teamId } = disconnect;
  return { ...birth(at), type: 'disconnect-changed', clusterKey, loginId, teamId, disconnect };
};

export const groupOf = (id: string, teamId: string | null, from: number, to: number, size: number): GroupRecord => ({
  ...{ clusterKey: CC, teamId, id, from, to, size, scope: 'site-or-path', where: 'Lyon', back: 0, forcedOut: 0 },
  evidence: [{ of: 'site', name: 'Lyon', lost: size, connected: size }],
});

export const groupTold = (at: number, group: GroupRecord): EventOf<'group-changed'> => ({
  ...birth(at),
  ...{ type: 'group-changed', clusterKey: group.clusterKey, teamId: group.teamId, group },
});

export const counted = (at: number, connected: Record<string, number>, clusterKey = CC): EventOf<'teams-counted'> => ({
  ...birth(at),
  ...{ type: 'teams-counted', clusterKey },
  teams: Object.entries(connected).map(([teamId, n]) => ({ ...noneOf(teamId), connected: n })),
});

const noneOf = (teamId: string): TeamCount => ({
  ...{ teamId, connected: 0, unstable: 0, atRisk: 0, forcedOut: 0, loggedOut: 0, unknown: 0 },
});
