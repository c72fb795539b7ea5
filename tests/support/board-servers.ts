/** The servers of the made-up contact centre, its cluster, and what was counted of it in the last four hours. */
import {
  type AgentView,
  type ClusterView,
  evidenceFeeds,
  type FinesseSide,
  type MinuteCount,
  type RungState,
  readinessRungs,
  type ServerView,
} from '#contract';
import type { Place } from './board-agents';
import type { BoardTroubles } from './board-fixture';

const CLUSTER = 'cc';
const DAY = 86_400_000;

const checks: Record<RungState['rung'], string> = {
  'system-info': 'GET SystemInfo',
  'xmpp-session': 'XMPP session',
  'finesse-presence': 'presence of finesse@',
  'feed-events': 'events delivered',
  'cti-heartbeat': 'lastCTIHeartbeatStatus',
};

/** Rungs that a cause breaks. */
const broken: Record<string, readonly RungState['rung'][]> = {
  'cti-link': ['system-info', 'cti-heartbeat'],
  'web-application': ['system-info', 'finesse-presence'],
  'notification-service': ['xmpp-session', 'finesse-presence', 'feed-events'],
  'host-or-network': ['system-info', 'xmpp-session', 'finesse-presence', 'feed-events', 'cti-heartbeat'],
  undetermined: ['system-info'],
};

export function clusterOf(places: readonly Place[], troubles: BoardTroubles, at: number): ClusterView {
  const teams = new Map(places.map((p) => [p.teamId, p.teamName]));
  return {
    ...{ key: CLUSTER, name: 'Contact centre', kind: 'finesse', demo: false, release: '12.6.2', deployment: 'UCCE' },
    ...{ load: 0, authMode: 'NON_SSO', removed: false },
    promise: troubles.noWarning
      ? {
          ...{ warning: 'none', intervalMs: null, verdicts: ['connected', 'forced-out', 'logged-out', 'unknown'] },
          sentence:
            'No early warning on this release with the rights given: no feed tells of connections. Forced outs are told when they happen.',
        }
      : {
          ...{ warning: 'seen', intervalMs: 2_000 },
          verdicts: ['connected', 'unstable', 'at-risk', 'forced-out', 'logged-out', 'unknown'],
          sentence: 'Early warning: lost connections are seen at once, and deadlines are exact to two seconds.',
        },
    teams: [...teams].map(([id, name]) => ({ id, name, cover: 'team-feed' as const })),
    directory: { readAt: at - 3_600_000, agents: places.length, missing: [] },
    record: troubles.noWarning
      ? { forcedOuts: 11, warnedFirst: 0, leadMs: null, recovered: 0 }
      : {
          ...{ forcedOuts: 25, warnedFirst: 23, recovered: 14 },
          leadMs: { least: 41_000, median: 61_000, mean: 60_100, most: 74_000 },
        },
  };
}

export function serverOf(side: FinesseSide, troubles: BoardTroubles, at: number): ServerView {
  const outage = troubles.outage?.side === side ? troubles.outage : null;
  const stale = troubles.stale != null && (troubles.stale.side ?? side) === side ? troubles.stale : null;
  const bad = outage === null ? [] : (broken[outage.cause] ?? []);
  const out = bad.includes('system-info');
  return {
    ...{ clusterKey: CLUSTER, nodeKey: `fin-${side.toLowerCase()}`, nodeName: `fin-${side.toLowerCase()}`, side },
    ...{ host: `fin${side.toLowerCase()}.example`, standbyExpected: false, removed: false, certificate: null },
    budget: { requestsPerMinute: 60, bytesPerMinute: 20_000_000 },
    facts: {
      ...{ status: out ? 'OUT_OF_SERVICE' : 'IN_SERVICE', statusReason: null, deployment: 'UCCE', authMode: 'NON_SSO' },
      ...{ release: '12.6.2', xmppDomain: `fin${side.toLowerCase()}.example`, pubsubDomain: null },
      ctiHeartbeat: bad.includes('cti-heartbeat') ? 'failure' : 'success',
      ...{ ctiServers: [], ctiMaintenance: null, finesseMaintenance: null, httpStatus: out ? 503 : 200 },
    },
    factsSince: out ? at - 70_000 : at - 4 * DAY,
    rungs: readinessRungs.map((rung): RungState => {
      const status = bad.includes(rung) ? 'bad' : 'good';
      return {
        rung,
        status,
        since: status === 'bad' ? at - 70_000 : at - 4 * DAY,
        checkedAt: at - 4_000,
        via: checks[rung],
      };
    }),
    outage: outage === null ? null : { cause: outage.cause, since: at - 72_000, toldAt: at - 60_000, consequences: [] },
    feeds: evidenceFeeds
      .filter((feed) => feed !== 'ping' && feed !== 'user-feed')
      .map((feed) => {
        const is = stale?.feed === feed;
        return { feed, fresh: !is, since: is ? at - 42_000 : at - 3_600_000, why: is ? stale.why : null };
      }),
    grants: {
      ...{ at: at - 3_600_000, granted: 9, refused: [], listed: 9, stale: { found: 0, removed: 0 } },
      teams: { teamFeed: 5, userFeeds: 0, someUserFeeds: 0, none: 0 },
    },
    accounts: [
      troubles.refused === side
        ? {
            ...{ role: 'monitor', username: `holdfast-${side.toLowerCase()}`, status: 'refused' },
            ...{ condition: '401', surface: 'rest', since: at - 600_000 },
          }
        : {
            ...{ role: 'monitor', username: `holdfast-${side.toLowerCase()}`, status: 'accepted' },
            ...{ condition: null, surface: null, since: at - 4 * DAY },
          },
    ],
    minute: {
      from: Math.floor(at / 60_000) * 60_000 - 60_000,
      requests: Array.from({ length: 9 }, (_, i) => ({
        what: i < 3 ? 'SystemInfo' : 'ConnectedUsersInfo',
        ...{ status: 200, tookMs: 40 + i * 3, bytes: i < 3 ? 1_900 : 180_000 },
      })),
      connectedUsers: null,
      performance: null,
      eventDelay: { count: 310, p50Ms: 61, p95Ms: side === 'A' ? 120 : 90, maxMs: 410, errorMs: 8 },
      offset: { offsetMs: -140, errorMs: 8 },
    },
  };
}

/** A morning that fills up; a dip of connections where the group is. */
export function countsOf(agents: readonly AgentView[], troubles: BoardTroubles, at: number): MinuteCount[] {
  const now = { connected: 0, unstable: 0, atRisk: 0, forcedOut: 0, loggedOut: 0, unknown: 0 };
  for (const { health } of agents) now[field[health.kind]] += 1;
  const end = Math.floor(at / 60_000) * 60_000;
  const minutes = Array.from({ length: 240 }, (_, i): MinuteCount => {
    const share = 0.45 + 0.55 * Math.min(1, i / 120);
    const connected = Math.round(now.connected * share);
    const dip = i === 90 ? Math.round(connected * 0.1) : 0;
    return {
      at: end - (240 - i) * 60_000,
      ...{ connected: connected - dip, unstable: i % 17 === 0 ? 1 : 0, atRisk: dip, forcedOut: i === 91 ? 4 : 0 },
      ...{ loggedOut: agents.length - connected, unknown: 0 },
    };
  });
  const last = minutes.at(-1);
  const recent = troubles.lyon == null ? minutes : [...minutes.slice(0, -1), { ...now, at: last?.at ?? end }];
  return recent.filter((m) => m.at < at - 8_000_000 || m.at > at - 7_400_000);
}

const field = {
  connected: 'connected',
  unstable: 'unstable',
  'at-risk': 'atRisk',
  'forced-out': 'forcedOut',
  'logged-out': 'loggedOut',
  unknown: 'unknown',
} as const;
