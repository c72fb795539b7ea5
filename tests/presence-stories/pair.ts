/** A simulated pair in virtual time that the product reaches by its own sessions and its own REST client, without one socket. */

import type { FinesseClusterConfig, FinesseServerConfig } from '../../server/config/schema';
import { secret } from '../../server/config/secret';
import type { FinesseSide } from '../../server/contract';
import { defaultLoadBudget } from '../../server/domain/load-budget';
import { accountsFor, administrator, monitorOn } from '../../server/simulator/finesse/cli/accounts';
import type { NotificationService } from '../../server/simulator/finesse/notification/port';
import { createNotificationService } from '../../server/simulator/finesse/notification/service';
import { createWorld } from '../../server/simulator/finesse/world/create-world';
import type { World, WorldEvent, WorldSettingsInput } from '../../server/simulator/finesse/world/port';
import { createVirtualTime, type VirtualTime } from '../../server/time/virtual-time';
import type { OpenSession } from '../../server/xmpp/port';
import { createOpenSession } from '../../server/xmpp/session';
import { createWorldHttps, type WorldHttps } from './https';
import { createOurTime, type OurTime } from './our-time';
import { createWorldWires, type WorldWires } from './wire';

/** 2026-11-03T09:00:00Z. */
export const START = Date.UTC(2026, 10, 3, 9);

export interface VirtualPair {
  world: World;
  time: VirtualTime;
  /** What everything of ours runs on. */
  ours: OurTime;
  events: WorldEvent[];
  services: Readonly<Record<FinesseSide, NotificationService>>;
  wires: WorldWires;
  openSession: OpenSession;
  https: WorldHttps;
  /** As the configuration file would make it. */
  config: FinesseClusterConfig;
  /** Moves on to so many seconds after the start, reading answers as they come. */
  until(seconds: number): Promise<void>;
}

const STEP_MS = 250;

export function createPair(settings: WorldSettingsInput, more: Partial<FinesseClusterConfig> = {}): VirtualPair {
  const time = createVirtualTime(START, 1);
  const world = createWorld(accountsFor(settings), time);
  const events: WorldEvent[] = [];
  world.subscribe((event) => events.push(event));
  const service = (side: FinesseSide) => createNotificationService({ world, side, time, seed: 1 });
  const services = { A: service('A'), B: service('B') };
  const ours = createOurTime(time);
  const wires = createWorldWires(world, services, ours);
  const https = createWorldHttps(world, ours, (host) => (host === world.side('A').host ? 'A' : 'B'));
  return {
    ...{ world, time, ours, events, services, wires, https },
    openSession: createOpenSession(wires.openWire),
    config: { ...configOf(world), ...more },
    async until(seconds) {
      const end = START + seconds * 1000;
      while (time.now() < end) {
        await time.advance(Math.min(STEP_MS, end - time.now()));
        for (let turns = https.takeOwed(); turns > 0; turns--) await turn();
      }
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function configOf(world: World): FinesseClusterConfig {
  const { deployment } = world.settings;
  return {
    ...{ key: 'sim', name: 'Simulated', load: deployment.type === 'UCCE' ? deployment.load : null },
    servers: [serverOf(world, 'A'), serverOf(world, 'B')],
    // a team that sits in one place has its site by the map
    sites: world.sites().map(({ name }) => ({
      ...{ site: name, teams: [], extensions: [] },
      loginIds: world
        .agents()
        .filter((agent) => agent.site === name)
        .map((agent) => agent.loginId),
    })),
    connectedUsersPlace: null,
  };
}

function serverOf(world: World, side: FinesseSide): FinesseServerConfig {
  const { host } = world.side(side);
  const { deployment } = world.settings;
  const account = (one: { username: string; password: string }) => ({ ...one, password: secret(one.password) });
  const url = `wss://${host}:8445/ws/`;
  return {
    ...{ side, nodeKey: `node-${side.toLowerCase()}`, nodeName: `Finesse ${side}`, host, restPort: 8445, trust: {} },
    ...{ account: account(monitorOn[side]), administrator: account(administrator) },
    // after a failover it is the other one that stands by
    standbyExpected: deployment.type === 'UCCX' && deployment.standby,
    transports: [{ transport: 'websocket', address: { kind: 'websocket', url }, addressText: url, expect: 'open' }],
    resources: { tcp: 'holdfast-tcp-1', websocket: 'holdfast-ws-1', bosh: 'holdfast-bosh-1' },
    policy: { pingIntervalMs: 10_000, pingTimeoutMs: 10_000, pingRetries: 2, connectTimeoutMs: 30_000 },
    budget: defaultLoadBudget,
  };
}
