/** The make-believe Finesse of the demo: its two servers, Holdfast's account on each, and the latency of each transport, live and in the history. */
import { join } from 'node:path';
import { stringify } from 'yaml';
import { monitorOn } from '../simulator/finesse/cli/accounts';
import type { Side } from '../simulator/finesse/model';
import { portsFrom } from '../simulator/finesse/ports';
import { worldSettings } from '../simulator/finesse/world/settings';
import type { Latencies } from '../simulator/latency';

const domains = worldSettings.parse({}).hosts;

export const demoCluster = { name: 'Demo contact centre', key: 'demo' } as const;
export const demoNodes = {
  A: { name: 'Finesse A', key: 'finesse-a', domain: domains.A },
  B: { name: 'Finesse B', key: 'finesse-b', domain: domains.B },
} as const;

/** Level, jitter and swing of each, so that the lines on a chart are told apart; 5 to 40 ms in all. */
export const demoLatencies: Readonly<Record<Side, Latencies>> = {
  A: {
    tcp: { baseMs: 6, jitterMs: 0.8, swing: 0.12, periodMs: 47_000 },
    websocket: { baseMs: 13, jitterMs: 1.4, swing: 0.18, periodMs: 71_000 },
    bosh: { baseMs: 24, jitterMs: 2.4, swing: 0.14, periodMs: 113_000 },
  },
  B: {
    tcp: { baseMs: 9, jitterMs: 1, swing: 0.12, periodMs: 53_000 },
    websocket: { baseMs: 18, jitterMs: 1.8, swing: 0.16, periodMs: 67_000 },
    bosh: { baseMs: 31, jitterMs: 2.8, swing: 0.12, periodMs: 101_000 },
  },
};

export const configFileOf = (dataDir: string): string => join(dataDir, 'demo.yaml');
/** Not the name of a real installation's: the demo deletes its own. */
export const databaseFileOf = (dataDir: string): string => join(dataDir, 'demo.db');
/** The CA of the two servers; kept, so that a restarted simulator is still trusted. */
export const certificatesOf = (dataDir: string): string => join(dataDir, 'simulator');

/** The holdfast.yaml of the demo. @param portBase where the simulator's ports begin @param caFile a PEM file */
export function demoConfig(portBase: number, caFile: string): string {
  const node = (side: Side) => ({
    ...demoNodes[side],
    account: monitorOn[side],
    transports: transportsOf(portBase, side),
    tls: { ca: caFile },
  });
  return stringify({
    clusters: [
      {
        ...demoCluster,
        kind: 'xmpp',
        policy: { pingIntervalS: 2, pingTimeoutS: 2, pingRetries: 2, connectTimeoutS: 10 },
        nodes: [node('A'), node('B')],
      },
    ],
  });
}

function transportsOf(portBase: number, side: Side) {
  const host = '127.0.0.1';
  const ports = portsFrom(portBase)[side];
  return {
    websocket: { url: `wss://${host}:${ports.wss}/ws/` },
    bosh: { url: `https://${host}:${ports.https}/http-bind/` },
    tcp: { host, port: ports.tls, security: 'tls' },
  };
}
