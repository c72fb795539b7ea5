/** Writes the demo's past: the real monitor, bus and recorder live through a day on a virtual clock, against two make-believe servers. */
import type { Fact } from '#contract';
import type { Log } from '../config/log';
import type { TargetConfig } from '../config/schema';
import { createEventBus } from '../events/bus';
import { createFleet, type Fleet } from '../monitor/fleet';
import { createRecorder } from '../record/recorder';
import { createFaultBoard, type FaultBoard } from '../simulator/fault-board';
import type { Side } from '../simulator/finesse/model';
import { playScript } from '../simulator/script';
import type { RecorderStore } from '../store/port';
import type { Cancel } from '../time/time';
import { createVirtualTime, type VirtualTime } from '../time/virtual-time';
import type { OpenSession } from '../xmpp/port';
import { FINE_MS, HISTORY_MS, historyScripts } from './history-script';
import { startPresencePast } from './presence-history';
import { createPretendService, type PretendService } from './pretend-session';
import { demoLatencies, demoNodes } from './service';

export interface HistoryOptions {
  store: RecorderStore;
  /** As the worker will have them. */
  targets: readonly TargetConfig[];
  observerId: string;
  /** When the past ends: epoch ms. */
  endsAt: number;
  log: Log;
}

/** So much is lived through between two writes. */
const STRIDE_MS = 30 * 60_000;
/** Connections are closed in good order at the end of a part. */
const GOODBYE_MS = 50;
/** Cisco's own habit, for all but the end: a day of pings every 2 s would take too long to write. */
const coarse = { pingIntervalMs: 10_000, pingTimeoutMs: 10_000 };

/** @returns how many events were written; their targets are marked as demo. Throws `StoreError`. */
export async function writeHistory({ store, targets, observerId, endsAt, log }: HistoryOptions): Promise<number> {
  const time = createVirtualTime(endsAt - HISTORY_MS, 20_261_103);
  const bus = createEventBus(observerId, time, (error) =>
    log.error({ err: error }, 'a listener of the history failed'),
  );
  const recorder = createRecorder({ store, bus, time, observerId, log, version: 'demo' });
  const pretence = pretend(time);
  const publish = (fact: Fact): void => void bus.publish(fact);

  async function live(until: number, policy: Partial<TargetConfig['policy']>): Promise<void> {
    const fleet = fleetOf(targets.map((target) => ({ ...target, policy: { ...target.policy, ...policy } })));
    fleet.start();
    while (time.now() < until - GOODBYE_MS) {
      time.advanceSync(Math.min(STRIDE_MS, until - GOODBYE_MS - time.now()));
      await recorder.flush();
    }
    const stopped = fleet.stop();
    await time.advance(GOODBYE_MS);
    await stopped;
  }

  function fleetOf(theirs: readonly TargetConfig[]): Fleet {
    const known = targets.flatMap((target) => recorder.state(target.key) ?? []);
    const { openSession } = pretence;
    return createFleet({ targets: theirs, openSession, time, publish, stalledSince: () => false, known, demo: true });
  }

  await recorder.start();
  const agents = startPresencePast(time, publish);
  await live(endsAt - FINE_MS, coarse);
  await live(endsAt, {});
  agents.stop();
  pretence.stop();
  await recorder.stop();
  return recorder.lastSeq();
}

/** Both servers, each with its own faults. */
function pretend(time: VirtualTime): { openSession: OpenSession; stop: Cancel } {
  const a = createPretendServer('A', time);
  const b = createPretendServer('B', time);
  return {
    openSession: (options, handlers, clock) =>
      (options.wire.domain === demoNodes.A.domain ? a : b).service.openSession(options, handlers, clock),
    stop() {
      for (const server of [a, b]) server.stop();
    },
  };
}

function createPretendServer(side: Side, time: VirtualTime): { service: PretendService; stop: Cancel } {
  const board: FaultBoard = createFaultBoard(time, {
    onChange: () => service.wake(),
    onMoment: (fault) => service.happen(fault),
  });
  const service = createPretendService({
    latencies: demoLatencies[side],
    effects: (transport) => board.effects(transport),
  });
  return { service, stop: playScript(historyScripts[side], time, (fault) => board.add(fault)) };
}
