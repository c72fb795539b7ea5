/** The make-believe Finesse of the demo: its two servers, Holdfast's account on each, and the latency of each transport, live and in the history. */
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type AgentProfile, targetKeyOf } from '#contract';
import type { FinesseClusterConfig, TargetConfig } from '../config/schema';
import { accountsFor, administrator, monitorOn } from '../simulator/finesse/cli/accounts';
import { type Side, sides } from '../simulator/finesse/model';
import { portsFrom } from '../simulator/finesse/ports';
import { loadScenario } from '../simulator/finesse/scenarios/load';
import { createWorld } from '../simulator/finesse/world/create-world';
import { populate } from '../simulator/finesse/world/population';
import { type WorldSettings, worldSettings } from '../simulator/finesse/world/settings';
import type { Latencies } from '../simulator/latency';
import { createVirtualTime } from '../time/virtual-time';

const settings = settingsOf('demo');
const domains = settings.hosts;

function settingsOf(scenario: string): WorldSettings {
  const loaded = loadScenario(scenario);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return worldSettings.parse(accountsFor(loaded.scenario.settings));
}

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
  const { load, sites } = demoWorld();
  const server = (side: Side) => {
    const { key, name } = demoNodes[side];
    return {
      ...{ key, name, host: HOST, port: portsFrom(portBase)[side].rest, account: monitorOn[side] },
      ...{ transports: transportsOf(portBase, side), tls: { ca: caFile } },
    };
  };
  return stringify(
    {
      clusters: [
        {
          ...demoCluster,
          ...{ kind: 'finesse', load, administrator },
          policy: { pingIntervalS: 2, pingTimeoutS: 2, pingRetries: 2, connectTimeoutS: 10 },
          servers: { A: server('A'), B: server('B') },
          sites,
        },
      ],
    },
    { aliasDuplicateObjects: false },
  );
}

/** A certificate is for a name; this one leads to loopback everywhere, and ports tell the two servers apart. */
const HOST = 'localhost';

function transportsOf(portBase: number, side: Side) {
  const ports = portsFrom(portBase)[side];
  return {
    websocket: { url: `wss://127.0.0.1:${ports.wss}/ws/` },
    bosh: { url: `https://127.0.0.1:${ports.https}/http-bind/` },
    tcp: { host: '127.0.0.1', port: ports.tls, security: 'tls' },
  };
}

/** What its configuration says of the demo's own world. */
function demoWorld(): { load: 0 | 1; sites: { site: string; logins: string[] }[] } {
  const { sites, agents } = populate(settings);
  const { deployment } = settings;
  return {
    load: deployment.type === 'UCCE' ? deployment.load : 0,
    sites: sites.map(({ name }) => ({
      site: name,
      logins: agents.filter((agent) => agent.site === name).map((agent) => agent.loginId),
    })),
  };
}

export interface DemoPerson {
  loginId: string;
  profile: AgentProfile;
  /** Where they are at work when the simulator starts; null: they are not. */
  side: Side | null;
}

/** Everybody, as the simulator will have them at its start. */
export function demoPeople(): DemoPerson[] {
  const world = createWorld(settings, createVirtualTime());
  const people = world.agents().map((agent): DemoPerson => {
    const side = sides.find((name) => {
      const { xmppDomain } = world.side(name);
      return world.side(name).availableJids(`${agent.loginId.toLowerCase()}@${xmppDomain}`).length > 0;
    });
    const { loginId, firstName, lastName, teamId, teamName, site, extension } = agent;
    const profile = { firstName, lastName, teamId, teamName, site, extension, userType: 'DESKTOP' };
    return { loginId, profile, side: side ?? null };
  });
  world.stop();
  return people;
}

/** As the worker will make them of the configuration, once the servers have told their domains. */
export function demoTargets({ key: clusterKey, name: clusterName, servers }: FinesseClusterConfig): TargetConfig[] {
  return servers.flatMap((server) =>
    (server.transports ?? []).flatMap(({ transport, address, addressText, expect }): TargetConfig[] => {
      if (address === null || addressText === null) return [];
      const { nodeKey, nodeName, account, trust, policy, side } = server;
      const { domain } = demoNodes[side];
      return [
        {
          ...{ key: targetKeyOf(clusterKey, nodeKey, transport), clusterKey, clusterName, nodeKey, nodeName },
          ...{ transport, address: addressText, expect, policy },
          session: {
            ...{ wire: { address, domain, trust }, username: account.username, password: account.password },
            ...{ resource: server.resources[transport], allowPlainWithoutTls: false },
          },
        },
      ];
    }),
  );
}
