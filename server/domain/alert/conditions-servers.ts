/** Conditions on servers and accounts. */
import {
  type EpochMs,
  type OutageCause,
  type OutageView,
  type RuleCondition,
  type RuleWhere,
  type ServerView,
  serverKeyOf,
} from '#contract';
import type { AlertFacts } from './facts';
import { type Finding, finding } from './finding';
import { narrowed, serversIn } from './where';

type Of<K extends RuleCondition['of']> = Extract<RuleCondition, { of: K }>;

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

export function outages(facts: AlertFacts, where: RuleWhere): Finding[] {
  return serversIn(facts, where).flatMap((s) =>
    s.outage === null || isUnreached(facts, s.clusterKey) || s.outage.cause === 'undetermined'
      ? []
      : [outageOf(s, s.outage)],
  );
}

/** Any outage, its cause known or not. Where another server does the work as it should, this is less urgent. */
export function sidesDown(facts: AlertFacts, at: EpochMs, leastAgents: number, where: RuleWhere): Finding[] {
  return serversIn(facts, where).flatMap((s) => {
    if (s.outage === null || isUnreached(facts, s.clusterKey)) return [];
    if (leastAgents > 0 && facts.connectedLately(s.clusterKey, at) < leastAgents) return [];
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
    sample: causeWords[outage.cause],
    cause: { outage: outage.cause, scope: null, where: s.side, failure: null },
    affected: { servers: [serverKeyOf(s.clusterKey, s.nodeKey)], transports: [], teams: [], agents: 0 },
  });
}

/** Of the servers that the rule looks at, none is in service, and there are agents whom that concerns. */
export function noService(facts: AlertFacts, at: EpochMs, leastAgents: number, where: RuleWhere): Finding[] {
  return byCluster(serversIn(facts, where)).flatMap(([clusterKey, servers]) => {
    const down = servers.flatMap((s) => (s.outage === null ? [] : [{ s, outage: s.outage }]));
    if (down.length === 0 || servers.some((s) => s.outage === null && !isStandingBy(s))) return [];
    const agents = facts.connectedLately(clusterKey, at);
    if (agents < leastAgents) return [];
    const name = facts.clusters.get(clusterKey)?.name ?? clusterKey;
    const isAll = servers.length === serversOf(facts, clusterKey).length;
    const unreached = isAll && isUnreached(facts, clusterKey);
    const only = isAll ? '' : narrowed({ nodes: servers.map((s) => s.nodeKey) });
    return [
      finding({
        subject: unreached ? subjectOfObserver(clusterKey) : `service ${clusterKey}${only}`,
        clusterKey,
        begunAt: Math.max(...down.map(({ outage }) => outage.since)),
        title: unreached ? unreachedWords(name) : `${name}: no server is in service`,
        sample: `${down.length} of ${servers.length} servers down, ${agents} agents connected in the last 30 min`,
        cause: { outage: down[0]?.outage.cause ?? null, scope: 'server-side', where: null, failure: null },
        affected: { ...ofServers(down.map(({ s }) => s)), agents },
      }),
    ];
  });
}

function byCluster(servers: readonly ServerView[]): [string, ServerView[]][] {
  const found = new Map<string, ServerView[]>();
  for (const s of servers) found.set(s.clusterKey, [...(found.get(s.clusterKey) ?? []), s]);
  return [...found];
}

const serversOf = (facts: AlertFacts, clusterKey: string): ServerView[] =>
  [...facts.servers.values()].filter((s) => s.clusterKey === clusterKey);

const ofServers = (servers: readonly ServerView[]): Finding['affected'] => ({
  ...{ servers: servers.map((s) => serverKeyOf(s.clusterKey, s.nodeKey)), transports: [], teams: [], agents: 0 },
});

const infoOf = (s: ServerView) => s.rungs.find((r) => r.rung === 'system-info')?.status;
const isInService = (s: ServerView): boolean => s.outage === null && infoOf(s) === 'good';
const isStandingBy = (s: ServerView): boolean => s.standbyExpected && infoOf(s) === 'expected-down';
const othersOf = (facts: AlertFacts, s: ServerView): ServerView[] =>
  [...facts.servers.values()].filter((o) => o.clusterKey === s.clusterKey && o.nodeKey !== s.nodeKey);

/** Two servers do not die in the same moment: when nothing answers any more, it may as well be our own network. */
const SAME_MOMENT_MS = 20_000;
const subjectOfObserver = (clusterKey: string): string => `observer ${clusterKey}`;
const unreachedWords = (name: string): string =>
  `Holdfast reaches no server of ${name}: all of them are down, or its own network is`;

function isUnreached(facts: AlertFacts, clusterKey: string): boolean {
  const servers = serversOf(facts, clusterKey);
  const cause = servers[0]?.outage?.cause;
  if (cause !== 'host-or-network' && cause !== 'notification-service') return false;
  const since = servers.flatMap(({ outage }) => (outage?.cause === cause ? [outage.since] : []));
  if (servers.length < 2 || since.length < servers.length) return false;
  return Math.max(...since) - Math.min(...since) <= SAME_MOMENT_MS;
}

export function ofObserver(facts: AlertFacts, what: Of<'observer'>['what'], where: RuleWhere): Finding[] {
  switch (what) {
    case 'blind':
      return byCluster(serversIn(facts, where)).flatMap(([clusterKey]) => blind(facts, clusterKey));
    case 'unreached':
      return byCluster(serversIn(facts, where)).flatMap(([clusterKey]) => unreached(facts, clusterKey));
    case 'not-recording':
      return facts.refusedSince() === null ? [] : [notRecording(facts.refusedSince() ?? 0)];
  }
}

function unreached(facts: AlertFacts, clusterKey: string): Finding[] {
  if (!isUnreached(facts, clusterKey)) return [];
  const servers = serversOf(facts, clusterKey);
  const begunAt = Math.max(...servers.map((s) => s.outage?.since ?? 0));
  return [
    finding({
      ...{ subject: subjectOfObserver(clusterKey), clusterKey, begunAt, affected: ofServers(servers) },
      title: unreachedWords(facts.clusters.get(clusterKey)?.name ?? clusterKey),
      sample: `${servers.length} of ${servers.length} servers silent`,
    }),
  ];
}

/** All feeds of all servers are stale: whatever happens there, we do not see it. */
function blind(facts: AlertFacts, clusterKey: string): Finding[] {
  const servers = serversOf(facts, clusterKey);
  const feeds = servers.flatMap((s) => s.feeds);
  if (feeds.length === 0 || feeds.some((f) => f.fresh)) return [];
  const name = facts.clusters.get(clusterKey)?.name ?? clusterKey;
  const begunAt = Math.max(...feeds.map((f) => f.since));
  const why = feeds.find((f) => f.since === begunAt)?.why ?? 'no feed tells anything';
  return [
    finding({
      ...{ subject: subjectOfObserver(clusterKey), clusterKey, begunAt, affected: ofServers(servers) },
      title: `Holdfast sees nothing of ${name}: ${why}`,
      sample: `${feeds.length} of ${feeds.length} feeds stale`,
    }),
  ];
}

function notRecording(begunAt: EpochMs): Finding {
  return finding({
    ...{ subject: 'observer recording', begunAt, title: 'Holdfast cannot record: its database takes nothing' },
    sample: 'its writes are refused',
  });
}

export function accounts(facts: AlertFacts, at: EpochMs, where: RuleWhere): Finding[] {
  return serversIn(facts, where).flatMap((s) =>
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
