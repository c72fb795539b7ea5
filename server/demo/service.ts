/** The make-believe service of the demo: its name, its account, and the latency that each of its transports has, live and in the history. */
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Latencies } from '../simulator/latency';
import { defaultPaths } from '../simulator/options';

export const demoService = {
  cluster: 'Demo contact centre',
  node: 'Notification Service',
  domain: 'demo.example',
  // a throw-away password of a service that lives on loopback for as long as the demo runs
  account: { username: 'holdfast', password: 'holdfast-demo' },
} as const;

/** Level, jitter and swing of each, so that the lines on a chart are told apart; 5 to 40 ms in all. */
export const demoLatencies: Latencies = {
  tcp: { baseMs: 6, jitterMs: 0.8, swing: 0.12, periodMs: 47_000 },
  websocket: { baseMs: 15, jitterMs: 1.6, swing: 0.18, periodMs: 71_000 },
  bosh: { baseMs: 27, jitterMs: 2.6, swing: 0.14, periodMs: 113_000 },
};

/** Offsets from a base port, as the simulator's `--port-base` has them. */
export const portOffsets = { tcp: 0, websocket: 1, bosh: 2, control: 9 } as const;

export const configFileOf = (dataDir: string): string => join(dataDir, 'demo.yaml');
/** Not the name of a real installation's: the demo deletes its own. */
export const databaseFileOf = (dataDir: string): string => join(dataDir, 'demo.db');

/** The holdfast.yaml of the demo. @param portBase where the simulator's ports begin */
export function demoConfig(portBase: number): string {
  const host = '127.0.0.1';
  const { cluster, node, domain, account } = demoService;
  return stringify({
    clusters: [
      {
        name: cluster,
        key: 'demo',
        kind: 'xmpp',
        policy: { pingIntervalS: 2, pingTimeoutS: 2, pingRetries: 2, connectTimeoutS: 10 },
        nodes: [
          {
            name: node,
            key: 'notification',
            domain,
            account,
            transports: {
              websocket: { url: `ws://${host}:${portBase + portOffsets.websocket}${defaultPaths.websocket}` },
              bosh: { url: `http://${host}:${portBase + portOffsets.bosh}${defaultPaths.bosh}` },
              tcp: { host, port: portBase + portOffsets.tcp, security: 'none' },
            },
          },
        ],
      },
    ],
  });
}
