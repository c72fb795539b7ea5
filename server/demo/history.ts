/** Writes the demo's past: the real monitor, bus and recorder live through two hours on a virtual clock, against a make-believe service. */
import type { Log } from '../config/log';
import type { TargetConfig } from '../config/schema';
import { createEventBus } from '../events/bus';
import { createFleet } from '../monitor/fleet';
import { createRecorder } from '../record/recorder';
import { createFaultBoard } from '../simulator/fault-board';
import { playScript } from '../simulator/script';
import type { RecorderStore } from '../store/port';
import { createVirtualTime } from '../time/virtual-time';
import { HISTORY_MS, historyScript } from './history-script';
import { createPretendService, type PretendService } from './pretend-session';
import { demoLatencies } from './service';

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
const STRIDE_MS = 10 * 60_000;
/** Connections are closed in good order at the very end. */
const GOODBYE_MS = 50;

/** @returns how many events were written; their targets are marked as demo. Throws `StoreError`. */
export async function writeHistory({ store, targets, observerId, endsAt, log }: HistoryOptions): Promise<number> {
  const time = createVirtualTime(endsAt - HISTORY_MS, 20_261_103);
  const bus = createEventBus(observerId, time, (error) =>
    log.error({ err: error }, 'a listener of the history failed'),
  );
  const recorder = createRecorder({ store, bus, time, observerId, log, version: 'demo' });

  const service: PretendService = createPretendService({
    latencies: demoLatencies,
    effects: (transport) => board.effects(transport),
  });
  const board = createFaultBoard(time, { onChange: () => service.wake(), onMoment: (fault) => service.happen(fault) });
  const fleet = createFleet({
    targets,
    openSession: service.openSession,
    time,
    publish: (fact) => bus.publish(fact),
    stalledSince: () => false,
    known: [],
    demo: true,
  });

  await recorder.start();
  const stopScript = playScript(historyScript, time, (fault) => board.add(fault));
  fleet.start();
  while (time.now() < endsAt - GOODBYE_MS) {
    time.advanceSync(Math.min(STRIDE_MS, endsAt - GOODBYE_MS - time.now()));
    await recorder.flush();
  }
  stopScript();
  const stopped = fleet.stop();
  time.advanceSync(GOODBYE_MS);
  await stopped;
  await recorder.stop();
  return recorder.lastSeq();
}
