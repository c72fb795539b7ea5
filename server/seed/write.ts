/** Lives the made-up past through: the bus and the recorder on a virtual clock, the keeper packing and pruning behind them. */
import type { EpochMs, Fact, TransportKind } from '#contract';
import type { Log } from '../config/log';
import type { PseudonymOf } from '../domain/history/forget';
import { defaultRetention } from '../domain/history/retention';
import { createEventBus } from '../events/bus';
import { createKeeper } from '../record/history/keeper';
import { createRecorder } from '../record/recorder';
import type { HistoryStore } from '../store/history/port';
import type { RecorderStore } from '../store/port';
import { createVirtualTime } from '../time/virtual-time';
import { agentFacts, clusterNameOf } from './agents';
import { createCounting } from './counts';
import { createLife, nodeOutages, type Place, type Spike } from './life';

export interface SeedOptions {
  targets: number;
  agents: number;
  days: number;
  /** So far back pings are 10 s apart. */
  fineDays: number;
  endsAt: EpochMs;
  observerId: string;
  seed: number;
}

export interface SeedResult {
  events: number;
  spikes: Spike[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So much is lived through between two writes, at full hours. */
const STRIDE_MS = HOUR_MS;
const transports: readonly TransportKind[] = ['tcp', 'websocket', 'bosh'];

/** Two servers of three transports each are a cluster. */
export function placesOf(targets: number): Place[] {
  return Array.from({ length: targets }, (_, i) => {
    const node = Math.floor(i / transports.length);
    const clusterKey = `seed-${Math.floor(node / 2) + 1}`;
    const side = node % 2 === 0 ? 'a' : 'b';
    const transport = transports[i % transports.length] ?? 'tcp';
    return {
      ...{
        clusterKey,
        clusterName: clusterNameOf(clusterKey),
        nodeKey: side,
        nodeName: `Server ${side.toUpperCase()}`,
      },
      ...{ transport, targetKey: `${clusterKey}/${side}/${transport}` },
    };
  });
}

/** @param progress called with the share that is done. Throws `StoreError`. */
export async function writeSeed(
  store: RecorderStore & { history: HistoryStore },
  pseudonymOf: PseudonymOf,
  options: SeedOptions,
  log: Log,
  progress: (share: number, events: number) => void,
): Promise<SeedResult> {
  const { days, endsAt, observerId } = options;
  const from = endsAt - days * DAY_MS;
  const time = createVirtualTime(from, options.seed);
  const bus = createEventBus(observerId, time, (error) => log.error({ err: error }, 'a listener of the seed failed'));
  const recorder = createRecorder({ store, bus, time, observerId, log, version: 'seed' });
  const keeper = createKeeper({ store: store.history, time, retention: defaultRetention, pseudonymOf, log });
  const lives = livesOf(options, from, () => time.random());
  const crew = agentsOf(options, from, () => time.random());
  const count = countingOf(crew, from);
  await recorder.start();
  // Packing is done once a day of UTC, when all of the day before is old enough: then its rollups are written once.
  const ripeAfterMs = defaultRetention.freshHours * HOUR_MS + store.history.chunkMs;
  const nextPacking = (at: EpochMs) => (Math.floor(at / DAY_MS) + 1) * DAY_MS + ripeAfterMs;
  let packAt = nextPacking(from);
  for (let at = (Math.floor(from / STRIDE_MS) + 1) * STRIDE_MS; ; at += STRIDE_MS) {
    const until = Math.min(at, endsAt);
    const facts: Fact[] = lives.flatMap((life) => life.next(until));
    for (let next = crew[0]; next !== undefined && next.at < until; next = crew[0]) {
      facts.push(next);
      crew.shift();
    }
    facts.push(...count(until));
    for (const fact of facts.sort((a, b) => a.at - b.at)) bus.publish(fact);
    time.advanceSync(until - time.now());
    await recorder.flush();
    if (until >= packAt || until >= endsAt) {
      await keeper.catchUp();
      packAt = nextPacking(until);
    }
    progress((until - from) / (endsAt - from), recorder.lastSeq());
    if (until >= endsAt) break;
  }
  await recorder.stop();
  return { events: recorder.lastSeq(), spikes: lives.flatMap((l) => l.spikes).sort((a, b) => a.at - b.at) };
}

function livesOf({ targets, endsAt, fineDays }: SeedOptions, from: EpochMs, random: () => number) {
  const fineFrom = endsAt - fineDays * DAY_MS;
  const monthFrom = endsAt - 30 * DAY_MS;
  const intervalAt = (at: EpochMs) => (at >= fineFrom ? 10_000 : at >= monthFrom ? 60_000 : 300_000);
  const outages = new Map<string, ReturnType<typeof nodeOutages>>();
  return placesOf(targets).map((place) => {
    const node = `${place.clusterKey}/${place.nodeKey}`;
    const ofNode = outages.get(node) ?? nodeOutages(from, endsAt, random);
    outages.set(node, ofNode);
    return createLife({ place, from, to: endsAt, intervalAt, nodeOutages: ofNode, random });
  });
}

/** All of them in the first cluster: a contact centre has one. */
function agentsOf({ agents, targets, endsAt }: SeedOptions, from: EpochMs, random: () => number): Fact[] {
  const clusterKey = placesOf(targets)[0]?.clusterKey;
  if (agents === 0 || clusterKey === undefined) return [];
  return agentFacts({ clusterKey, agents, from, to: endsAt, random });
}

/** Of whom the facts tell. */
function countingOf(crew: readonly Fact[], from: EpochMs): (until: EpochMs) => Fact[] {
  const teams = new Map<string, number>();
  let clusterKey: string | null = null;
  for (const fact of crew) {
    if (fact.type !== 'agent-listed') continue;
    ({ clusterKey } = fact);
    teams.set(fact.teamId, (teams.get(fact.teamId) ?? 0) + 1);
  }
  if (clusterKey === null) return () => [];
  const absences = crew.flatMap((fact) => {
    if (fact.type !== 'disconnect-changed' || fact.disconnect.lost === null) return [];
    const { teamId, lost, end, closedAt } = fact.disconnect;
    return [{ teamId, from: lost.to, actedAt: end?.at ?? null, to: closedAt ?? fact.at }];
  });
  const inOrder = absences.sort((a, b) => a.from - b.from);
  return createCounting({ clusterKey, teams, absences: inOrder }, from);
}
