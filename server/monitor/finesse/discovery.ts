/** Finds out where a Finesse server's Notification Service can be reached, as far as the configuration does not say it. */
import type { Expectation, TransportKind } from '#contract';
import type { FinesseClusterConfig, FinesseServerConfig, TargetConfig } from '../../config/schema';
import { addressText } from '../../config/targets';
import type { Time } from '../../time/time';
import type { OpenWire, WireAddress } from '../../transport/port';
import {
  type Candidate,
  candidatesFor,
  ciscoPorts,
  type PlacedTransport,
  targetsOfServer,
} from './discovery-candidates';
import { type Answer, knock } from './knock';

/** A transport, where it is, and what answered there. `taken`: nobody knocked, because the configuration says it. */
export type FoundTransport = PlacedTransport & { outcome: Answer | { is: 'taken' } };

export interface DiscoveryDeps {
  openWire: OpenWire;
  time: Time;
  /** Cisco's, unless somebody moved them. */
  ports?: { notification: number; tls: number };
  /** What was found, for the log. */
  onFound?(server: FinesseServerConfig, found: readonly FoundTransport[]): void;
}

/** What SystemInfo told. */
export interface Told {
  domain: string;
  release: string | null;
}

type FindTargets = (cluster: FinesseClusterConfig, server: FinesseServerConfig, told: Told) => Promise<TargetConfig[]>;

/** A server's open doors as targets, the one that subscribes first; empty: none found, worth asking again later. Never rejects. */
export function createFindTargets(deps: DiscoveryDeps): FindTargets {
  return async (cluster, server, told) => {
    const found = await discover(server, told, deps);
    deps.onFound?.(server, found);
    return targetsOfServer(cluster, server, told.domain, chosen(server, found));
  };
}

/** What the configuration names stays, also while nothing answers; what is only guessed has to be open. */
function chosen({ transports }: FinesseServerConfig, found: readonly FoundTransport[]): FoundTransport[] {
  return found.filter(({ outcome }) => transports !== null || outcome.is === 'open');
}

/**
 * One transport of each kind at most, the one that subscribes first. Knocks at each kind's candidates in their order until one opens;
 * when none does, the first stands for them. What the configuration places, or expects to be closed, is not knocked at.
 */
export async function discover(
  server: FinesseServerConfig,
  { domain, release }: Told,
  { openWire, time, ports = ciscoPorts }: DiscoveryDeps,
): Promise<FoundTransport[]> {
  const candidates = candidatesFor(server.host, release, { ...ports, rest: server.restPort });
  const ask = (address: WireAddress) => knock({ address, domain, trust: server.trust }, openWire, time);
  const found = await Promise.all(
    wishesOf(server).map(async (wish): Promise<FoundTransport[]> => {
      const { transport, address, expect } = wish;
      if (address !== null) return [{ ...wish, address, addressText: addressText(address), outcome: { is: 'taken' } }];
      const places = candidates.filter((candidate) => candidate.transport === transport);
      const first = await firstOpen(places, expect === 'closed' ? null : ask);
      if (first === null) return [];
      return [{ ...wish, address: first.address, addressText: addressText(first.address), outcome: first.outcome }];
    }),
  );
  return found.flat();
}

interface Wish {
  transport: TransportKind;
  /** null: to be found. */
  address: WireAddress | null;
  expect: Expectation;
}

/** Those that Finesse's own desktop would choose come first. */
const preferred: readonly TransportKind[] = ['websocket', 'bosh', 'tcp'];

function wishesOf({ transports }: FinesseServerConfig): Wish[] {
  if (transports !== null) return transports.map(({ transport, address, expect }) => ({ transport, address, expect }));
  return preferred.map((transport) => ({ transport, address: null, expect: 'optional' }));
}

type FirstOpen = { address: WireAddress; outcome: FoundTransport['outcome'] };

/** @param ask null: nobody knocks */
async function firstOpen(
  places: readonly Candidate[],
  ask: ((address: WireAddress) => Promise<Answer>) | null,
): Promise<FirstOpen | null> {
  let first: FirstOpen | null = null;
  for (const { address } of places) {
    if (ask === null) return { address, outcome: { is: 'taken' } };
    const outcome = await ask(address);
    if (outcome.is === 'open') return { address, outcome };
    first ??= { address, outcome };
  }
  return first;
}
