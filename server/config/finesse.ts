/** From a checked file to its Finesse clusters; what only the servers themselves can tell stays open. */
import { type FinesseSide, finesseSides, type TransportKind, transportKinds } from '#contract';
import { defaultLoadBudget, type LoadBudget } from '../domain/load-budget';
import type { WireAddress } from '../transport/port';
import type { Context } from './context';
import { policyOf } from './policy';
import type { Account, FinesseClusterConfig, FinesseServerConfig, FinesseTransportConfig, SiteRule } from './schema';
import { secret } from './secret';
import type { FileShape } from './shape';
import {
  DEFAULT_REST_PORT,
  type FinesseClusterShape,
  rangeOf,
  type ServerShape,
  type SiteShape,
} from './shape-finesse';
import type { AccountShape } from './shape-parts';
import { serverKeyOf, slugOf } from './slug-of';
import { addressText } from './targets';
import { trustOf } from './trust';

/** In the order of the file. */
export function finesseOf(file: FileShape, context: Context): FinesseClusterConfig[] {
  return file.clusters.flatMap((cluster, c) =>
    cluster.kind === 'finesse' ? [clusterOf(cluster, (side) => ['clusters', c, 'servers', side], context)] : [],
  );
}

type PlaceOf = (side: FinesseSide) => (string | number)[];

function clusterOf(cluster: FinesseClusterShape, placeOf: PlaceOf, context: Context): FinesseClusterConfig {
  const names = namesOf(cluster);
  return {
    key: cluster.key ?? slugOf(cluster.name),
    name: cluster.name,
    load: cluster.load ?? null,
    servers: finesseSides.flatMap((side) => {
      const server = cluster.servers[side];
      if (server === undefined) return [];
      return [serverOf(cluster, server, { side, name: names[side], ca: context.caOf(placeOf(side)) }, context)];
    }),
    sites: (cluster.sites ?? []).map(siteRuleOf),
    connectedUsersPlace: cluster.connectedUsers ?? null,
  };
}

interface Spot {
  side: FinesseSide;
  name: string;
  ca: string | undefined;
}

function serverOf(
  cluster: FinesseClusterShape,
  server: ServerShape,
  { side, name, ca }: Spot,
  { instanceId }: Context,
): FinesseServerConfig {
  const administrator = server.administrator ?? cluster.administrator;
  return {
    side,
    nodeKey: server.key ?? serverKeyOf(side),
    nodeName: name,
    host: server.host.toLowerCase(),
    restPort: server.port ?? DEFAULT_REST_PORT,
    trust: trustOf(server.tls, ca),
    account: accountOf(server.account),
    administrator: administrator === undefined ? null : accountOf(administrator),
    standbyExpected: server.standby === 'expected',
    transports: transportsOf(server),
    resources: resourcesOf(server, instanceId),
    policy: policyOf(cluster.policy, server.policy),
    budget: budgetOf(server),
  };
}

const accountOf = ({ username, password }: AccountShape): Account => ({ username, password: secret(password) });

/** The first label of the host, as people say it; with the side where both would have the same. */
function namesOf({ servers }: FinesseClusterShape): Record<FinesseSide, string> {
  const label = (side: FinesseSide): string => servers[side]?.host.split('.')[0] ?? '';
  const alike = label('A') === label('B');
  const name = (side: FinesseSide): string => servers[side]?.name ?? (alike ? `${label(side)} ${side}` : label(side));
  return { A: name('A'), B: name('B') };
}

/** Those that Finesse's own desktop would choose come first (FINESSE §5). */
const inOrder: readonly TransportKind[] = ['websocket', 'bosh', 'tcp'];

function transportsOf(server: ServerShape): FinesseTransportConfig[] | null {
  const { transports } = server;
  if (transports === undefined) return null;
  return inOrder.flatMap((transport): FinesseTransportConfig[] => {
    const given = transports[transport];
    if (given === undefined) return [];
    const address = addressOf(server, transport);
    const text = address === null ? null : addressText(address);
    return [{ transport, address, addressText: text, expect: given.expect ?? 'open' }];
  });
}

/** null: nothing says where, so that it is found out. */
function addressOf({ host, transports }: ServerShape, transport: TransportKind): WireAddress | null {
  switch (transport) {
    case 'websocket': {
      const { url, port } = transports?.websocket ?? {};
      if (url !== undefined) return { kind: 'websocket', url };
      return port === undefined ? null : { kind: 'websocket', url: `wss://${host.toLowerCase()}:${port}/ws/` };
    }
    case 'bosh': {
      const { url, port } = transports?.bosh ?? {};
      if (url !== undefined) return { kind: 'bosh', url };
      return port === undefined ? null : { kind: 'bosh', url: `https://${host.toLowerCase()}:${port}/http-bind/` };
    }
    case 'tcp': {
      const given = transports?.tcp ?? {};
      if (given.host === undefined && given.port === undefined && given.security === undefined) return null;
      const security = given.security ?? 'tls';
      const port = given.port ?? (security === 'tls' ? 5223 : 5222);
      return { kind: 'tcp', host: given.host ?? host.toLowerCase(), port, security };
    }
  }
}

/** Each transport has one of its own: two sessions of one full JID would throw each other out. */
function resourcesOf({ resource }: ServerShape, instanceId: string): Record<TransportKind, string> {
  const of = (transport: TransportKind): string =>
    resource === undefined ? `holdfast-${transport}-${instanceId}` : `${resource}-${transport}`;
  const [tcp, websocket, bosh] = transportKinds;
  return { tcp: of(tcp), websocket: of(websocket), bosh: of(bosh) };
}

function budgetOf({ budget }: ServerShape): LoadBudget {
  const megabytes = budget?.megabytesPerMinute;
  return {
    requestsPerMinute: budget?.requestsPerMinute ?? defaultLoadBudget.requestsPerMinute,
    bytesPerMinute: megabytes === undefined ? defaultLoadBudget.bytesPerMinute : megabytes * 1024 * 1024,
  };
}

function siteRuleOf({ site, teams, extensions, logins }: SiteShape): SiteRule {
  const ranges = (extensions ?? []).map((value) => rangeOf(value)).filter((range) => range !== null);
  return { site, teams: teams ?? [], extensions: ranges, loginIds: logins ?? [] };
}
