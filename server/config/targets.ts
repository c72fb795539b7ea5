/** From a checked file to the targets: one for each node and transport. */
import { type TransportKind, targetKeyOf, transportKinds } from '#contract';
import type { WireAddress } from '../transport/port';
import type { Context } from './context';
import { policyOf } from './policy';
import type { Finding } from './problem';
import type { TargetConfig } from './schema';
import { secret } from './secret';
import type { FileShape, NodeShape, XmppClusterShape } from './shape';
import { slugOf } from './slug-of';
import { trustOf } from './trust';
import type { Path } from './yaml-source';

/** A target, and where in the file it comes from. */
interface Placed {
  target: TargetConfig;
  nodePath: Path;
  /** Its bare JID: the account that it signs in as. */
  account: string;
  /** Given by the file, not by default. */
  explicitResource: boolean;
}

/** All targets of XMPP services in the order of the file; two that would sign in as one full JID are findings. */
export function targetsOf(file: FileShape, context: Context): { targets: TargetConfig[]; findings: Finding[] } {
  const placed = file.clusters.flatMap((cluster, c) =>
    cluster.kind !== 'xmpp'
      ? []
      : cluster.nodes.flatMap((node, n) =>
          transportKinds.flatMap((transport) => placeTarget({ cluster, node, transport, c, n }, context)),
        ),
  );
  const apart = placed.map((one) => keepApart(one, placed));
  return { targets: apart.map((p) => p.target), findings: resourceFindings(apart) };
}

interface Spot {
  cluster: XmppClusterShape;
  node: NodeShape;
  transport: TransportKind;
  c: number;
  n: number;
}

function placeTarget({ cluster, node, transport, c, n }: Spot, { instanceId, caOf }: Context): Placed[] {
  const address = addressOf(node, transport);
  if (address === null) return [];
  const clusterKey = cluster.key ?? slugOf(cluster.name);
  const nodeKey = node.key ?? slugOf(node.name);
  const nodePath: Path = ['clusters', c, 'nodes', n];
  const target: TargetConfig = {
    key: targetKeyOf(clusterKey, nodeKey, transport),
    clusterKey,
    clusterName: cluster.name,
    nodeKey,
    nodeName: node.name,
    transport,
    address: addressText(address),
    expect: node.transports[transport]?.expect ?? 'open',
    session: {
      wire: {
        address,
        domain: node.domain,
        trust: trustOf(node.tls, caOf(nodePath)),
      },
      username: node.account.username,
      password: secret(node.account.password),
      resource: resourceOf(node, transport, instanceId),
      allowPlainWithoutTls: node.allowPlainWithoutTls ?? false,
    },
    policy: policyOf(cluster.policy, node.policy),
  };
  return [
    {
      target,
      nodePath,
      account: `${node.account.username}@${node.domain}`.toLowerCase(),
      explicitResource: node.resource !== undefined,
    },
  ];
}

function addressOf(node: NodeShape, transport: TransportKind): WireAddress | null {
  const { tcp, websocket, bosh } = node.transports;
  switch (transport) {
    case 'tcp': {
      if (tcp === undefined) return null;
      const security = tcp.security ?? 'starttls';
      return { kind: 'tcp', host: tcp.host, port: tcp.port ?? (security === 'tls' ? 5223 : 5222), security };
    }
    case 'websocket':
      return websocket === undefined ? null : { kind: 'websocket', url: websocket.url };
    case 'bosh':
      return bosh === undefined ? null : { kind: 'bosh', url: bosh.url };
  }
}

/** For people; a query may hold a token, so it stays out. */
export function addressText(address: WireAddress): string {
  if (address.kind !== 'tcp') {
    const { protocol, host, pathname } = new URL(address.url);
    return `${protocol}//${host}${pathname}`;
  }
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  const words = { starttls: 'STARTTLS', tls: 'TLS', none: 'no TLS' };
  return `${address.security === 'tls' ? 'xmpps' : 'xmpp'}://${host}:${address.port} (${words[address.security]})`;
}

/** A resource of the file serves one transport as it is, and several with the transport's name after it: two sessions of one full JID conflict. */
function resourceOf(node: NodeShape, transport: TransportKind, instanceId: string): string {
  if (node.resource === undefined) return `holdfast-${transport}-${instanceId}`;
  const transports = Object.values(node.transports).filter((t) => t !== undefined).length;
  return transports === 1 ? node.resource : `${node.resource}-${transport}`;
}

/** Default resources of two nodes with one account get the node's keys as well. */
function keepApart(one: Placed, all: readonly Placed[]): Placed {
  if (one.explicitResource || !all.some((other) => other !== one && sameJid(one, other))) return one;
  const { session, clusterKey, nodeKey } = one.target;
  return {
    ...one,
    target: { ...one.target, session: { ...session, resource: `${session.resource}-${clusterKey}-${nodeKey}` } },
  };
}

function resourceFindings(all: readonly Placed[]): Finding[] {
  return all.flatMap((one, i): Finding[] => {
    const other = all.slice(0, i).find((earlier) => sameJid(one, earlier));
    if (other === undefined || !one.explicitResource) return [];
    return [
      {
        path: [...one.nodePath, 'resource'],
        at: 'value',
        message: `makes ${one.target.key} and ${other.target.key} sign in under one full JID, so that each would throw the other out; choose another or leave it out`,
      },
    ];
  });
}

function sameJid(a: Placed, b: Placed): boolean {
  return a.account === b.account && a.target.session.resource === b.target.session.resource;
}
