/** Where a Finesse server may have its Notification Service, by release (FINESSE §5). */
import { type TransportKind, targetKeyOf } from '#contract';
import type {
  FinesseClusterConfig,
  FinesseServerConfig,
  FinesseTransportConfig,
  TargetConfig,
} from '../../config/schema';
import type { WireAddress } from '../../transport/port';

export interface Candidate {
  transport: TransportKind;
  address: WireAddress;
}

export interface ServerPorts {
  /** Of REST; from 12.6 on the WebSocket is there too. */
  rest: number;
  /** BOSH, and until 12.5 the WebSocket. */
  notification: number;
  /** TLS from the first byte. */
  tls: number;
}

export const ciscoPorts: ServerPorts = { rest: 8445, notification: 7443, tls: 5223 };

/**
 * In the order in which they are tried: 8445/ws, 7443/ws, 7443/http-bind, 5223, as far as the release has them. Nothing without TLS.
 * @param release as SystemInfo tells it, e.g. `12.6(1)`; null or unreadable: any
 */
export function candidatesFor(host: string, release: string | null, ports: ServerPorts = ciscoPorts): Candidate[] {
  const websocketAt = (port: number): Candidate => ({
    transport: 'websocket',
    address: { kind: 'websocket', url: `wss://${host}:${port}/ws/` },
  });
  return [
    ...(mayBeFrom(release, 12, 6) ? [websocketAt(ports.rest)] : []),
    // from 12.6 on only deprecated
    ...(mayBeFrom(release, 12, 0) ? [websocketAt(ports.notification)] : []),
    { transport: 'bosh', address: { kind: 'bosh', url: `https://${host}:${ports.notification}/http-bind/` } },
    { transport: 'tcp', address: { kind: 'tcp', host, port: ports.tls, security: 'tls' } },
  ];
}

function mayBeFrom(release: string | null, major: number, minor: number): boolean {
  const [, first, second] = /^(\d+)\.(\d+)/.exec(release ?? '') ?? [];
  if (first === undefined || second === undefined) return true;
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}

/** A transport whose place is known. */
export type PlacedTransport = FinesseTransportConfig & { address: WireAddress; addressText: string };

/** The targets of these transports in their order; resources, trust and policy are the server's. */
export function targetsOfServer(
  cluster: Pick<FinesseClusterConfig, 'key' | 'name'>,
  server: FinesseServerConfig,
  domain: string,
  transports: readonly PlacedTransport[],
): TargetConfig[] {
  return transports.map(({ transport, address, addressText, expect }) => ({
    key: targetKeyOf(cluster.key, server.nodeKey, transport),
    ...{ clusterKey: cluster.key, clusterName: cluster.name },
    ...{ nodeKey: server.nodeKey, nodeName: server.nodeName },
    ...{ transport, address: addressText, expect },
    session: {
      wire: { address, domain, trust: server.trust },
      ...{ username: server.account.username, password: server.account.password },
      resource: server.resources[transport],
      allowPlainWithoutTls: false,
    },
    policy: server.policy,
  }));
}
