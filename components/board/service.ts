/** What a Finesse server's readiness and its outage mean, in words. Pure. */
import type { AccountState, EpochMs, OutageCause, ReadinessRung, RungState, ServerView } from '#contract';
import { formatMoment } from '../format/clock';
import { groupBy } from '../format/group';
import { inWords } from '../format/units';

export type ServiceStatus = 'in-service' | 'out' | 'standby' | 'unseen';

/** `unseen`: not checked yet, or our own checks are too old to say anything. */
export function statusOfServer(server: ServerView): ServiceStatus {
  if (server.outage !== null) return 'out';
  const rung = (name: ReadinessRung) => server.rungs.find((r) => r.rung === name)?.status;
  const info = rung('system-info');
  if (info === 'expected-down') return 'standby';
  if (server.rungs.some((r) => r.status === 'bad')) return 'out';
  return info === 'good' ? 'in-service' : 'unseen';
}

const causes: Record<OutageCause, string> = {
  'cti-link': 'its CTI link is lost',
  'web-application': 'its web application does not answer',
  'notification-service': 'its Notification Service is down',
  'host-or-network': 'nothing on it answers, neither the host nor any of its services',
  undetermined: 'what is wrong is not told yet',
};

const briefly: Record<OutageCause, string> = {
  'cti-link': 'CTI link lost',
  'web-application': 'web app silent',
  'notification-service': 'Notification down',
  'host-or-network': 'nothing answers',
  undetermined: 'out of service',
};

/** The cause where there is room for two words. */
export function causeInBrief(cause: OutageCause): string {
  return briefly[cause];
}

export function causeWords(cause: OutageCause): string {
  return causes[cause];
}

/** When the trouble began by its first evidence; null: it has none. */
export function outSince(server: ServerView): EpochMs | null {
  if (server.outage !== null) return server.outage.since;
  const times = server.rungs.flatMap((r) => (r.status === 'bad' && r.since !== null ? [r.since] : []));
  return times.length === 0 ? null : Math.min(...times);
}

const rungs: Record<ReadinessRung, string> = {
  'system-info': 'SystemInfo in service',
  'xmpp-session': 'XMPP session',
  'finesse-presence': 'finesse@ available',
  'feed-events': 'Events delivered',
  'cti-heartbeat': 'CTI heartbeat',
};

export function rungName(rung: ReadinessRung): string {
  return rungs[rung];
}

const statuses: Record<RungState['status'], string> = {
  good: 'good',
  bad: 'bad',
  unknown: 'not known',
  'expected-down': 'down as expected',
};

export function rungStatusWord(status: RungState['status']): string {
  return statuses[status];
}

/** `good since 16 Nov 09:16:30; checked at 09:16:26 by GET SystemInfo` */
export function rungWords(rung: RungState | undefined, now: EpochMs, zone?: string): string {
  if (rung === undefined || rung.checkedAt === null) return 'never checked';
  const since = rung.since === null ? '' : ` since ${formatMoment(rung.since, now, zone)}`;
  const via = rung.via === null ? '' : ` by ${rung.via}`;
  return `${rungStatusWord(rung.status)}${since}; checked at ${formatMoment(rung.checkedAt, now, zone)}${via}`;
}

/** The name of a server: `Finesse A`; with the cluster's name where there are several, `North A`. */
export function serverName(server: ServerView, clusterName: string | null): string {
  return `${clusterName ?? 'Finesse'} ${server.side}`;
}

/** `Finesse A and B in service`, `Finesse A in service, B on standby as expected`. */
export function serviceWords(servers: readonly ServerView[], nameOf: (s: ServerView) => string): string {
  const of = (status: ServiceStatus) => servers.filter((s) => statusOfServer(s) === status).map(nameOf);
  const parts: [string[], string][] = [
    [of('in-service'), 'in service'],
    [of('standby'), 'on standby as expected'],
    [of('unseen'), 'not checked'],
    [of('out'), 'out of service'],
  ];
  return parts.flatMap(([names, what]) => (names.length === 0 ? [] : [`${namesOf(names)} ${what}`])).join(', ');
}

/** `Finesse A and B`; `North A and B, South A`. */
export function namesOf(names: readonly string[]): string {
  const byCluster = groupBy(names, (name) => name.slice(0, name.lastIndexOf(' ')));
  const parts = [...byCluster].map(
    ([cluster, own]) => `${cluster} ${inWords(own.map((n) => n.slice(cluster.length + 1)))}`,
  );
  return parts.join(', ');
}

const roles: Record<AccountState['role'], string> = { monitor: 'account', administrator: 'administrator account' };

/** What a refused account means; null for one that is not. */
export function accountWords(account: AccountState, server: ServerView): string | null {
  if (account.status !== 'refused') return null;
  const door = account.surface === 'xmpp' ? 'XMPP' : account.surface === 'rest' ? 'REST' : 'Finesse';
  const why = account.condition === null ? '' : ` (${account.condition})`;
  return `Holdfast's ${roles[account.role]} ${account.username} is refused by ${door} of ${server.side}${why}: nothing more is tried, so that Finesse does not lock it.`;
}
