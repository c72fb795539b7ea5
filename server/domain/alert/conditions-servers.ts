/** Conditions on servers and accounts. */
import {
  type EpochMs,
  type OutageCause,
  type OutageView,
  type ServerMinute,
  type ServerView,
  serverKeyOf,
} from '#contract';
import { type AlertFacts, connectedLately } from './facts';
import { type Finding, finding, isoTime } from './finding';
import { limits } from './rules';

const causeWords: Record<OutageCause, string> = {
  'cti-link': 'its CTI link is down',
  'web-application': 'the Finesse application is down',
  'notification-service': 'its Notification Service is down',
  'host-or-network': 'the host or the way to it is down',
  undetermined: 'the cause is not clear yet',
};

/** The watch judges everything of one server while it is in an outage. */
export const subjectOfServer = (s: Pick<ServerView, 'clusterKey' | 'nodeKey'>): string =>
  `server ${serverKeyOf(s.clusterKey, s.nodeKey)}`;

export const placeOf = (s: ServerView) => ({ clusterKey: s.clusterKey, nodeKey: s.nodeKey, side: s.side });

export function outages(facts: AlertFacts): Finding[] {
  return [...facts.servers.values()].flatMap((s) =>
    s.outage === null || isUnreached(facts, s.clusterKey) || s.outage.cause === 'undetermined'
      ? []
      : [outageOf(s, s.outage)],
  );
}

/** Any outage, its cause known or not. Where another server does the work as it should, this is less urgent. */
export function sidesDown(facts: AlertFacts): Finding[] {
  return [...facts.servers.values()].flatMap((s) => {
    if (s.outage === null || isUnreached(facts, s.clusterKey)) return [];
    const standby = othersOf(facts, s).some((o) => o.standbyExpected && isInService(o));
    return [{ ...outageOf(s, s.outage), covered: standby || s.standbyExpected }];
  });
}

function outageOf(s: ServerView, outage: OutageView): Finding {
  return finding({
    ...placeOf(s),
    subject: subjectOfServer(s),
    begunAt: outage.since,
    title: `${s.nodeName} (side ${s.side}) is out of service: ${causeWords[outage.cause]}`,
    sample: `${outage.cause} since ${isoTime(outage.since)}`,
    cause: { outage: outage.cause, scope: null, where: s.side, failure: null },
    affected: { servers: [serverKeyOf(s.clusterKey, s.nodeKey)], transports: [], teams: [], agents: 0 },
  });
}

export function noService(facts: AlertFacts, at: EpochMs): Finding[] {
  const clusters = new Set([...facts.servers.values()].map((s) => s.clusterKey));
  return [...clusters].flatMap((clusterKey) => {
    const servers = [...facts.servers.values()].filter((s) => s.clusterKey === clusterKey);
    const down = servers.flatMap((s) => (s.outage === null ? [] : [{ s, outage: s.outage }]));
    if (down.length === 0 || servers.some((s) => s.outage === null && !isStandingBy(s))) return [];
    const agents = connectedLately(facts, clusterKey, at);
    if (agents < limits.serviceAgents) return [];
    const name = facts.clusters.get(clusterKey)?.name ?? clusterKey;
    const unreached = isUnreached(facts, clusterKey);
    return [
      finding({
        subject: unreached ? subjectOfObserver(clusterKey) : `service ${clusterKey}`,
        clusterKey,
        begunAt: Math.max(...down.map(({ outage }) => outage.since)),
        title: unreached ? unreachedWords(name) : `${name}: no server is in service`,
        sample: `${down.length} of ${servers.length} servers down, ${agents} agents connected in the last 30 min`,
        cause: { outage: down[0]?.outage.cause ?? null, scope: 'server-side', where: null, failure: null },
        affected: {
          servers: down.map(({ s }) => serverKeyOf(clusterKey, s.nodeKey)),
          transports: [],
          teams: [],
          agents,
        },
      }),
    ];
  });
}

const infoOf = (s: ServerView) => s.rungs.find((r) => r.rung === 'system-info')?.status;
const isInService = (s: ServerView): boolean => s.outage === null && infoOf(s) === 'good';
const isStandingBy = (s: ServerView): boolean => s.standbyExpected && infoOf(s) === 'expected-down';
const othersOf = (facts: AlertFacts, s: ServerView): ServerView[] =>
  [...facts.servers.values()].filter((o) => o.clusterKey === s.clusterKey && o.nodeKey !== s.nodeKey);

/** Two servers do not die in the same moment: when nothing answers any more, it may as well be our own network. */
const SAME_MOMENT_MS = 20_000;
const MINUTE_MS = 60_000;
const subjectOfObserver = (clusterKey: string): string => `observer ${clusterKey}`;
const unreachedWords = (name: string): string =>
  `Holdfast reaches no server of ${name}: all of them are down, or its own network is`;

function isUnreached(facts: AlertFacts, clusterKey: string): boolean {
  const servers = [...facts.servers.values()].filter((s) => s.clusterKey === clusterKey);
  const cause = servers[0]?.outage?.cause;
  if (cause !== 'host-or-network' && cause !== 'notification-service') return false;
  const since = servers.flatMap(({ outage }) => (outage?.cause === cause ? [outage.since] : []));
  if (servers.length < 2 || since.length < servers.length) return false;
  return Math.max(...since) - Math.min(...since) <= SAME_MOMENT_MS;
}

export function unreached(facts: AlertFacts): Finding[] {
  const clusters = new Set([...facts.servers.values()].map((s) => s.clusterKey));
  return [...clusters].flatMap((clusterKey) => {
    if (!isUnreached(facts, clusterKey)) return [];
    const servers = [...facts.servers.values()].filter((s) => s.clusterKey === clusterKey);
    const begunAt = Math.max(...servers.map((s) => s.outage?.since ?? 0));
    return [
      finding({
        ...{ subject: subjectOfObserver(clusterKey), clusterKey, begunAt },
        title: unreachedWords(facts.clusters.get(clusterKey)?.name ?? clusterKey),
        sample: `${servers.length} servers silent since ${isoTime(begunAt)}`,
        affected: {
          servers: servers.map((s) => serverKeyOf(clusterKey, s.nodeKey)),
          ...{ transports: [], teams: [], agents: 0 },
        },
      }),
    ];
  });
}

/** All feeds of all servers are stale: whatever happens there, we do not see it. */
export function blind(facts: AlertFacts): Finding[] {
  const clusters = new Set([...facts.servers.values()].map((s) => s.clusterKey));
  return [...clusters].flatMap((clusterKey) => {
    const feeds = [...facts.servers.values()].filter((s) => s.clusterKey === clusterKey).flatMap((s) => s.feeds);
    if (feeds.length === 0 || feeds.some((f) => f.fresh)) return [];
    const name = facts.clusters.get(clusterKey)?.name ?? clusterKey;
    const begunAt = Math.max(...feeds.map((f) => f.since));
    const why = feeds.find((f) => f.since === begunAt)?.why ?? 'no feed tells anything';
    const servers = [...facts.servers.values()].filter((s) => s.clusterKey === clusterKey);
    return [
      finding({
        ...{
          subject: `observer ${clusterKey}`,
          clusterKey,
          begunAt,
          title: `Holdfast sees nothing of ${name}: ${why}`,
        },
        sample: `${feeds.length} feeds stale since ${isoTime(begunAt)}`,
        affected: {
          servers: servers.map((s) => serverKeyOf(clusterKey, s.nodeKey)),
          ...{ transports: [], teams: [], agents: 0 },
        },
      }),
    ];
  });
}

/** @param overMs p95 of a minute @param events that there must be in the minutes that count */
export function eventDelays(facts: AlertFacts, overMs: number, events: number): Finding[] {
  // What waited for us while we stood still is not late.
  const isOurs = (m: ServerMinute) =>
    facts.unobserved.some((u) => u.from < m.from + MINUTE_MS && u.to > m.from - MINUTE_MS);
  const isOver = (m: ServerMinute) => (m.eventDelay?.p95Ms ?? 0) > overMs && !isOurs(m);
  return minuteFindings(facts, isOver).flatMap(({ server, run }) => {
    const counted = run.slice(-3).reduce((sum, m) => sum + (m.eventDelay?.count ?? 0), 0);
    const last = run.at(-1)?.eventDelay;
    if (last == null || counted < events) return [];
    return [
      finding({
        ...placeOf(server),
        subject: `delay ${serverKeyOf(server.clusterKey, server.nodeKey)}`,
        begunAt: run[0]?.from ?? 0,
        title: `${server.nodeName} (side ${server.side}) tells events late`,
        sample: `p95 ${Math.round(last.p95Ms)} ms, ${counted} events in 3 min`,
        affected: { servers: [serverKeyOf(server.clusterKey, server.nodeKey)], transports: [], teams: [], agents: 0 },
      }),
    ];
  });
}

export function crowdedSides(facts: AlertFacts): Finding[] {
  const total = (m: ServerMinute) => m.connectedUsers?.total ?? m.performance?.activeAgents ?? 0;
  return minuteFindings(facts, (m) => total(m) > limits.sideAgents).map(({ server, run }) => {
    const agents = Math.max(...run.slice(-1).map(total));
    return finding({
      ...placeOf(server),
      subject: `crowd ${serverKeyOf(server.clusterKey, server.nodeKey)}`,
      begunAt: run[0]?.from ?? 0,
      title: `${server.nodeName} (side ${server.side}) carries ${agents} agents`,
      sample: `${agents} connected users`,
      affected: { servers: [serverKeyOf(server.clusterKey, server.nodeKey)], transports: [], teams: [], agents },
    });
  });
}

export function queuedTasks(facts: AlertFacts): Finding[] {
  const tasks = (m: ServerMinute) => m.performance?.queuedTasks ?? 0;
  return minuteFindings(facts, (m) => tasks(m) > limits.queuedTasks).map(({ server, run }) =>
    finding({
      ...placeOf(server),
      subject: `tasks ${serverKeyOf(server.clusterKey, server.nodeKey)}`,
      begunAt: run[0]?.from ?? 0,
      title: `${server.nodeName} (side ${server.side}) has tasks queued`,
      sample: `${Math.max(...run.slice(-1).map(tasks))} tasks queued`,
    }),
  );
}

/** The unbroken run of such minutes up to the last one, of every server that has one. */
function minuteFindings(facts: AlertFacts, isOver: (m: ServerMinute) => boolean) {
  return [...facts.servers].flatMap(([key, server]) => {
    const minutes = facts.minutes.get(key) ?? [];
    const lastGood = minutes.findLastIndex((m) => !isOver(m));
    const run = minutes.slice(lastGood + 1);
    return run.length === 0 ? [] : [{ server, run }];
  });
}

export function accounts(facts: AlertFacts, at: EpochMs): Finding[] {
  return [...facts.servers.values()].flatMap((s) =>
    s.accounts
      .filter((a) => a.status === 'refused')
      .map((a) =>
        finding({
          ...placeOf(s),
          subject: `account ${serverKeyOf(s.clusterKey, s.nodeKey)} ${a.role}`,
          begunAt: a.since ?? at,
          title: `${s.nodeName} refuses the ${a.role} account ${a.username}`,
          sample: `${a.condition ?? 'refused'} by ${a.surface ?? 'the server'}`,
        }),
      ),
  );
}
