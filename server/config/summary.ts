/** What a configuration will be watched for, one line for each cluster, for whoever starts Holdfast. */
import type { FinesseClusterConfig, FinesseServerConfig, HoldfastConfig } from './schema';

/** `Lab: 3 sessions at prosody, 12 people watched` · `Contact centre: Finesse, A at fin-a.example, …` */
export function summaryOf({ targets, finesse, watches }: HoldfastConfig): string[] {
  const keys = [...new Set(targets.map(({ clusterKey }) => clusterKey))];
  const services = keys.map((key) => {
    const own = targets.filter(({ clusterKey }) => clusterKey === key);
    const nodes = [...new Set(own.map(({ nodeName }) => nodeName))];
    const people = watches.filter(({ clusterKey }) => clusterKey === key).flatMap((watch) => watch.people).length;
    const watched = people === 0 ? [] : [`${counted(people, 'person', 'people')} watched`];
    const sessions = `${counted(own.length, 'session', 'sessions')} at ${nodes.join(', ')}`;
    return `${own[0]?.clusterName ?? key}: ${[sessions, ...watched].join('; ')}`;
  });
  return [...services, ...finesse.map(finesseLine)];
}

function finesseLine({ name, load, servers, sites }: FinesseClusterConfig): string {
  const administered = servers.some(({ administrator }) => administrator !== null);
  const places = new Set(sites.map(({ site }) => site)).size;
  const parts = [
    ...servers.map(serverWords),
    load === null ? 'LOAD not told' : `LOAD ${load}`,
    administered ? 'with an administrator account' : 'without an administrator account',
    ...(places === 0 ? [] : [counted(places, 'site', 'sites')]),
  ];
  return `${name}: Finesse, ${parts.join('; ')}`;
}

function serverWords({ side, host, account, standbyExpected, transports }: FinesseServerConfig): string {
  const found = transports === null ? 'ports to be found' : transports.map(({ transport }) => transport).join(', ');
  return `${side} at ${host} as ${account.username} (${standbyExpected ? 'standby; ' : ''}${found})`;
}

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
