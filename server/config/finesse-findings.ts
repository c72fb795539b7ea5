/** What would do harm on a Finesse pair, or make no sense there, although every key by itself is right. */
import type { FinesseSide } from '#contract';
import { type Finding, pathText, type WhereOf } from './problem';
import { type RoughCluster, type RoughFile, type RoughServer, serversOf } from './rough';
import { DEFAULT_REST_PORT } from './shape-finesse';
import { siteFindings } from './site-findings';
import type { Path } from './yaml-source';

export function finesseFindings(file: RoughFile, whereOf: WhereOf): Finding[] {
  const clusters = file.clusters.flatMap((cluster, c): [RoughCluster, Path][] =>
    cluster.kind === 'finesse' ? [[cluster, ['clusters', c]]] : [],
  );
  return [
    ...clusters.flatMap(([cluster, path]) => [
      ...accountFindings(cluster, path, whereOf),
      ...elsewhereFindings(cluster, path, file, whereOf),
      ...siteFindings(cluster.sites, [...path, 'sites'], whereOf),
    ]),
    ...sameServerFindings(clusters, whereOf),
  ];
}

/** LOAD decides what a lost connection ends in (FINESSE §2), and no API tells it. */
export function finesseWarnings(file: RoughFile): Finding[] {
  return file.clusters.flatMap((cluster, c): Finding[] =>
    cluster.kind === 'finesse' && cluster.load === undefined
      ? [
          {
            path: ['clusters', c],
            at: 'key',
            message:
              'has no load; on UCCE ask your CCE administrator whether LOAD, «Logout on Agent Disconnect», is 0 or 1: without it nobody can say whether an agent who loses the connection is logged out or set Not Ready. UCCX has none',
          },
        ]
      : [],
  );
}

interface PlacedAccount {
  path: Path;
  /** In lower case: Finesse's desktop lowers it too (FINESSE §4). */
  username: string;
  whose: string;
}

/** DESIGN §4: one account is never on both sides at once, whether by XMPP or by REST. */
function accountFindings(cluster: RoughCluster, path: Path, whereOf: WhereOf): Finding[] {
  const sessions = serversOf(cluster).flatMap(([side, server]) =>
    placedAccount(server.account, [...path, 'servers', side, 'account'], `server ${side}`),
  );
  const administrators = [
    ...placedAccount(cluster.administrator, [...path, 'administrator'], ''),
    ...serversOf(cluster).flatMap(([side, server]) =>
      placedAccount(server.administrator, [...path, 'servers', side, 'administrator'], ''),
    ),
  ];
  const [a, b] = sessions;
  const onBoth =
    a !== undefined && b !== undefined && a.username === b.username
      ? [
          used(
            b,
            a,
            whereOf,
            'Finesse tells by its connection on which side an account is, so that each server needs one of its own',
          ),
        ]
      : [];
  const asAdministrator = administrators.flatMap((administrator) => {
    const session = sessions.find(({ username }) => username === administrator.username);
    return session === undefined
      ? []
      : [
          used(
            administrator,
            session,
            whereOf,
            'the administrator is asked on both servers, so it must hold no session',
          ),
        ];
  });
  return [...onBoth, ...asAdministrator];
}

/** A node of kind xmpp at one of the servers, with an account of the pair: its sessions and ours would throw each other out. */
function elsewhereFindings(cluster: RoughCluster, path: Path, file: RoughFile, whereOf: WhereOf): Finding[] {
  const ours = serversOf(cluster);
  const hosts = ours.map(([, { host }]) => host?.trim().toLowerCase());
  const ourAccounts = ours.flatMap(([side, { account }]) =>
    placedAccount(
      account,
      [...path, 'servers', side, 'account'],
      `server ${side} of ${cluster.name ?? 'a Finesse pair'}`,
    ),
  );
  return file.clusters.flatMap(({ nodes }, c) =>
    nodes.flatMap((node, n): Finding[] => {
      if (node.domain === undefined || !hosts.includes(node.domain.trim().toLowerCase())) return [];
      const [account] = placedAccount(node.account, ['clusters', c, 'nodes', n, 'account'], '');
      const same = ourAccounts.find(({ username }) => username === account?.username);
      if (account === undefined || same === undefined) return [];
      return [used(account, same, whereOf, 'two sets of sessions of one account would throw each other out')];
    }),
  );
}

function placedAccount(account: RoughServer['account'], path: Path, whose: string): PlacedAccount[] {
  const username = account?.username?.trim().toLowerCase() ?? '';
  return username === '' ? [] : [{ path: [...path, 'username'], username, whose }];
}

function used(one: PlacedAccount, other: PlacedAccount, whereOf: WhereOf, why: string): Finding {
  return {
    path: one.path,
    at: 'value',
    message: `is the account of ${other.whose} too (${whereOf(other.path)}): ${why}`,
  };
}

/** Twice the same server, as A and B or in two clusters. */
function sameServerFindings(clusters: readonly [RoughCluster, Path][], whereOf: WhereOf): Finding[] {
  const servers = clusters.flatMap(([cluster, path]) =>
    serversOf(cluster).flatMap(([side, server]) => {
      const at = addressOf(server);
      return at === null ? [] : [{ at, path: serverPath(path, side) }];
    }),
  );
  return servers.flatMap((one, i): Finding[] => {
    const other = servers.slice(0, i).find(({ at }) => at === one.at);
    if (other === undefined) return [];
    const message = `and its port are those of ${pathText(other.path)} already (${whereOf([...other.path, 'host'])})`;
    return [{ path: [...one.path, 'host'], at: 'value', message }];
  });
}

const serverPath = (cluster: Path, side: FinesseSide): Path => [...cluster, 'servers', side];

function addressOf({ host, port }: RoughServer): string | null {
  const name = host?.trim().toLowerCase() ?? '';
  return name === '' ? null : `${name}:${port ?? DEFAULT_REST_PORT}`;
}
