/** The people of the made-up contact centre: where each one sits, and what each trouble looks like on one agent. */
import type { AgentProfile, AgentView, BlamedFeed, Disconnect, FinesseSide, PresenceHealth } from '#contract';

const CLUSTER = 'cc';
const teamNames = ['Billing', 'Sales', 'Care', 'Claims', 'Retention', 'Technical', 'Travel', 'Collections'];
const sites = ['Lyon', 'Porto', 'Gdansk'];
const first = ['Ana', 'Li', 'Omar', 'Ines', 'Jonas', 'Mina', 'Pavel', 'Sara', 'Tomas', 'Yuki', 'Zoe', 'Emre', 'Noor'];
const last = ['Ortiz', 'Wei', 'Haddad', 'Costa', 'Lindqvist', 'Park', 'Novak', 'Rossi', 'Kovac', 'Tanaka', 'Berg'];

/** Where one agent belongs. */
export interface Place extends AgentProfile {
  loginId: string;
  side: FinesseSide;
}

/** Team names beyond eight are numbered: `Billing 2`. */
export function teamNameOf(i: number): string {
  const name = teamNames[i % teamNames.length] ?? 'Team';
  return i < teamNames.length ? name : `${name} ${Math.floor(i / teamNames.length) + 1}`;
}

export function placesOf(agents: number, teams: number): Place[] {
  return Array.from({ length: agents }, (_, i): Place => {
    const team = i % teams;
    return {
      ...{ loginId: String(1_001_000 + i), side: (i * 7) % 13 < 7 ? 'A' : 'B' },
      firstName: first[i % first.length] ?? null,
      lastName: last[(i * 5) % last.length] ?? null,
      ...{ teamId: String(team + 1), teamName: teamNameOf(team) },
      site: sites[Math.floor(i / teams) % sites.length] ?? null,
      ...{ extension: String(2_000 + i), userType: i % 9 === 0 ? 'FIPPA' : 'DESKTOP' },
    };
  });
}

export type Trouble = 'connected' | 'unstable' | 'atRisk' | 'racing' | 'forcedOut' | 'back' | 'loggedOut' | BlamedFeed;

/** @param i the how-manieth of its kind: times differ by it */
export function agentAt(
  place: Place,
  trouble: Trouble,
  at: number,
  i: number,
  groupId: string | null,
): { agent: AgentView; disconnect: Disconnect | null } {
  const disconnect = disconnectOf(place, trouble, at, i, groupId);
  const health = healthOf(place, trouble, at, disconnect, i);
  const { side: _side, ...profile } = place;
  const out = health.kind === 'forced-out' || health.kind === 'logged-out';
  const agent: AgentView = {
    clusterKey: CLUSTER,
    ...profile,
    health,
    healthSince: sinceOf(health, at),
    state: out
      ? stateAfter(health)
      : (disconnect?.before.state ?? (place.extension?.endsWith('4') ? 'TALKING' : 'READY')),
    stateSince: at - 240_000,
    pendingState: null,
    onCall: disconnect?.before.onCall ?? false,
    jid: `${place.loginId}@fin${place.side.toLowerCase()}.example/desktop`,
    disconnectId: disconnect?.id ?? null,
    groupId,
    removed: false,
  };
  return { agent, disconnect };
}

function stateAfter(health: PresenceHealth): string {
  return health.kind === 'forced-out' && health.outcome === 'forced-not-ready' ? 'NOT_READY' : 'LOGOUT';
}

function sinceOf(health: PresenceHealth, at: number): number {
  switch (health.kind) {
    case 'connected':
    case 'unstable':
    case 'unknown':
      return health.since ?? at;
    case 'at-risk':
      return health.lost.to;
    case 'forced-out':
    case 'logged-out':
      return health.at;
  }
}

function healthOf(place: Place, trouble: Trouble, at: number, d: Disconnect | null, i: number): PresenceHealth {
  const { side } = place;
  if (typeof trouble === 'object') return { kind: 'unknown', why: 'feed-stale', blame: trouble, since: at - 42_000 };
  switch (trouble) {
    case 'connected':
    case 'back':
      return { kind: 'connected', side, sure: 'seen', since: d?.returned?.at ?? at - 3_600_000 - (i % 60) * 60_000 };
    case 'unstable':
      return { kind: 'unstable', side, reconnects: 3, missed: 1, since: at - 95_000 };
    case 'atRisk':
    case 'racing':
      return {
        ...{ kind: 'at-risk', side, sure: 'seen', connectedOn: trouble === 'racing' ? otherSide(side) : null },
        deadline: d?.deadline ?? { earliest: at, latest: at },
        will: d?.will ?? 'not-ready',
        lost: d?.lost ?? { from: at, to: at },
      };
    case 'forcedOut': {
      const outcome = d?.end?.outcome === 'forced-logout' ? 'forced-logout' : 'forced-not-ready';
      return { kind: 'forced-out', outcome, at: d?.end?.at ?? at, side, connectedOn: null };
    }
    case 'loggedOut':
      return { kind: 'logged-out', outcome: 'self', at: at - 1_200_000 };
  }
}

const otherSide = (side: FinesseSide): FinesseSide => (side === 'A' ? 'B' : 'A');

function disconnectOf(
  place: Place,
  trouble: Trouble,
  at: number,
  i: number,
  groupId: string | null,
): Disconnect | null {
  if (typeof trouble === 'object' || trouble === 'connected' || trouble === 'unstable' || trouble === 'loggedOut')
    return null;
  const lostAt = lossTime(trouble, at, i, groupId);
  const { side, loginId, ...profile } = place;
  const onCall = i % 4 === 1;
  const loggedOut = i % 4 === 3;
  const ended = trouble === 'forcedOut' || (trouble === 'back' && i % 3 !== 0);
  const endAt = lostAt + 60_000;
  const returned = trouble === 'back' ? { at: lostAt + 48_000 + (ended ? 40_000 : 0), side: otherSide(side) } : null;
  return {
    ...{ id: `d-${loginId}`, clusterKey: CLUSTER, loginId, ...profile, side, connectedHost: null, groupId },
    jid: `${loginId}@fin${side.toLowerCase()}.example/desktop`,
    signs: [{ feed: 'presence', first: at - 3_600_000, last: lostAt - 74_000 }],
    lost: { from: lostAt - 500, to: lostAt },
    ...{ sure: 'seen', warnedAt: lostAt + 300, deadline: { earliest: endAt - 1_000, latest: endAt + 1_000 } },
    will: loggedOut ? 'logout' : onCall ? 'after-call' : 'not-ready',
    profile: { graceMs: 60_000, deployment: 'UCCE', load: loggedOut ? 1 : 0, release: '12.6.2' },
    before: { state: onCall ? 'TALKING' : 'READY', pendingState: null, onCall },
    end: ended ? endOf(endAt, side, loggedOut) : null,
    returned,
    readyAgainAt: returned === null ? null : returned.at + 12_000,
    ...{ unseenFrom: null, closedAt: returned === null ? null : returned.at + 12_000, source: null },
  };
}

function endOf(at: number, side: FinesseSide, loggedOut: boolean): Disconnect['end'] {
  return {
    ...{ at, side, serverAt: at - 120, code: 255, label: 'Connection Failure' },
    outcome: loggedOut ? 'forced-logout' : 'forced-not-ready',
    state: loggedOut ? 'LOGOUT' : 'NOT_READY',
  };
}

/** The group's at 09:14:00; those at risk in the last minute, those out or back before. */
function lossTime(trouble: Trouble, at: number, i: number, groupId: string | null): number {
  if (trouble === 'atRisk' || trouble === 'racing') return at - 3_000 - ((i * 7) % 52) * 1_000;
  if (groupId !== null) return at - 150_000 + (i % 13) * 900;
  return trouble === 'forcedOut' ? at - 120_000 - i * 47_000 : at - 1_800_000 - i * 900_000;
}
