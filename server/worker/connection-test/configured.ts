/** The worker's tester of connections, with the accounts of what is configured now. */
import type { HoldfastConfig } from '../../config/schema';
import { secret } from '../../config/secret';
import type { Time } from '../../time/time';
import { openWire } from '../../transport/open';
import { openSession } from '../../xmpp/session';
import { type ConfiguredServer, hostOf } from './context';
import { type ConnectionTester, createConnectionTester } from './tester';

export function createConnectionTests(
  config: () => Pick<HoldfastConfig, 'finesse' | 'targets'>,
  time: Time,
): ConnectionTester['start'] {
  return createConnectionTester({ time, openSession, openWire, servers: () => serversOf(config()), secret }).start;
}

/** Of an XMPP node the host is its domain. */
export function serversOf({ finesse, targets }: Pick<HoldfastConfig, 'finesse' | 'targets'>): ConfiguredServer[] {
  const pairs = finesse.flatMap(({ key: clusterKey, servers }) =>
    servers.map(({ nodeKey, host, account }) => ({ clusterKey, nodeKey, host, sentTo: host, ...account })),
  );
  const own = targets.filter(({ clusterKey }) => !finesse.some(({ key }) => key === clusterKey));
  const nodes = own.map(({ clusterKey, nodeKey, session: { wire, username, password } }) => ({
    ...{ clusterKey, nodeKey, host: wire.domain, sentTo: hostOf(wire.address), username, password },
  }));
  return [...pairs, ...nodes];
}
