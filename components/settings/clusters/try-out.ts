/** What of a cluster's form can be tried: one connection for each server, as the test takes it. Pure. */
import { type ConnectionTestInput, connectionTest } from '#contract';
import { keyOf } from '../form/keys';
import { type Branch, branchOf, isSecret, listOf, type Tree, textOf } from '../form/tree';

export interface Trial {
  /** `Server A, fin-a.example.com` */
  name: string;
  /** null: something that the test needs is missing still. */
  test: ConnectionTestInput | null;
}

/** @param stored the key of the cluster, if it is set up already: its passwords may be used */
export function trialsOf(body: Tree, stored: string | null): Trial[] {
  const { kind, servers, nodes } = branchOf(body);
  if (kind === 'xmpp') return listOf(nodes).map((node, n) => xmppTrial(branchOf(node), n, stored));
  return Object.entries(branchOf(servers)).map(([side, server]) =>
    finesseTrial(side, branchOf(server), branchOf(branchOf(servers)[side === 'A' ? 'B' : 'A']), stored),
  );
}

function finesseTrial(side: string, server: Branch, other: Branch, stored: string | null): Trial {
  const host = textOf(server.host);
  const { username: otherName } = branchOf(other.account);
  const otherSide = { host: textOf(other.host), username: textOf(otherName) };
  return {
    name: host === '' ? `Server ${side}` : `Server ${side}, ${host}`,
    test: readable({
      ...{
        kind: 'finesse',
        host,
        account: accountOf(server),
        trust: trustOf(server),
        stored: storedOf(stored, textOf(server.key) || side.toLowerCase()),
      },
      ...(server.port === undefined ? {} : { restPort: server.port }),
      ...(otherSide.host === '' || otherSide.username === '' ? {} : { otherSide }),
    }),
  };
}

function xmppTrial(node: Branch, n: number, stored: string | null): Trial {
  const { websocket, bosh, tcp } = branchOf(node.transports);
  const name = textOf(node.name);
  const way = (one: Tree | undefined) => ({ url: textOf(branchOf(one).url) });
  return {
    name: name === '' ? `Server ${n + 1}` : name,
    test: readable({
      ...{ kind: 'xmpp', domain: textOf(node.domain), account: accountOf(node), trust: trustOf(node) },
      stored: storedOf(stored, textOf(node.key) || keyOf(name)),
      transports: {
        ...(websocket === undefined ? {} : { websocket: way(websocket) }),
        ...(bosh === undefined ? {} : { bosh: way(bosh) }),
        ...(tcp === undefined ? {} : { tcp: tcpOf(branchOf(tcp)) }),
      },
      allowPlainWithoutTls: node.allowPlainWithoutTls === true,
    }),
  };
}

function tcpOf({ host, port, security = 'starttls' }: Branch) {
  return { host: textOf(host), port: port ?? (security === 'tls' ? 5223 : 5222), security };
}

function accountOf(server: Branch) {
  const { username, password } = branchOf(server.account);
  return { username: textOf(username), ...(isSecret(password) ? { password } : {}) };
}

/** A file of an authority is read by Holdfast alone: such a server is tried once it is in force. */
function trustOf(server: Branch) {
  const { pin, ca } = branchOf(server.tls);
  if (pin !== undefined) return { kind: 'pin', pin: textOf(pin) };
  return ca === undefined ? { kind: 'usual' } : { kind: 'ca' };
}

const storedOf = (cluster: string | null, node: string) => (cluster === null ? null : { cluster, node });

function readable(asked: unknown): ConnectionTestInput | null {
  return connectionTest.safeParse(asked).data ?? null;
}
