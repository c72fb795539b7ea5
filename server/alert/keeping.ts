/** Writes what the engine decides, in its order; while the database refuses, what is newest waits in memory. */
import type { Delivery, Incident } from '#contract';
import type { Log } from '../config/log';
import type { AlertChange, AlertStore } from '../store/alert/port';
import { StoreError } from '../store/store-error';
import { createAlarm, type Time } from '../time/time';

export interface Keeping {
  /** @param settled called once: when it is written, or when the database refused it or took too long */
  save(change: AlertChange, settled?: () => void): void;
  /** Whether the database has everything. */
  written(): boolean;
  /** Writes what waits, once. */
  stop(): Promise<void>;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
/** People are not kept waiting for a database. */
const PATIENCE_MS = 500;

export function createKeeping({
  store,
  time,
  log,
}: {
  store: Pick<AlertStore, 'saveChange'>;
  time: Time;
  log: Pick<Log, 'error' | 'warn'>;
}): Keeping {
  const incidents = new Map<string, Incident>();
  const deliveries = new Map<string, Delivery>();
  let waiting: (() => void)[] = [];
  let writing: Promise<void> | null = null;
  let refusals = 0;
  const alarm = createAlarm(time, () => void write());

  function write(): Promise<void> {
    writing ??= writeOnce().finally(() => {
      writing = null;
      if (refusals === 0 && incidents.size + deliveries.size > 0) void write();
    });
    return writing;
  }

  async function writeOnce(): Promise<void> {
    const change = { incidents: [...incidents.values()], deliveries: [...deliveries.values()] };
    const settled = waiting;
    waiting = [];
    try {
      await store.saveChange(change);
      for (const i of change.incidents) if (incidents.get(i.id) === i) incidents.delete(i.id);
      for (const d of change.deliveries) if (deliveries.get(d.id) === d) deliveries.delete(d.id);
      if (refusals > 0) log.warn({ refusals }, 'incidents are written again');
      refusals = 0;
    } catch (error) {
      refusals += 1;
      const kind = error instanceof StoreError ? error.kind : 'bug';
      if (refusals === 1) log.error({ err: error, kind }, 'incidents cannot be written; people are told all the same');
      alarm.set(time.now() + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (refusals - 1)));
    }
    for (const done of settled) done();
  }

  return {
    save(change, settled) {
      for (const i of change.incidents) incidents.set(i.id, i);
      for (const d of change.deliveries) deliveries.set(d.id, d);
      if (settled !== undefined) {
        const once = onlyOnce(settled);
        waiting.push(once);
        time.after(PATIENCE_MS, once);
      }
      // While it refuses, the next try comes by itself; nobody waits for it.
      if (refusals === 0) void write();
      else for (const done of waiting.splice(0)) done();
    },
    written: () => incidents.size + deliveries.size === 0,
    async stop() {
      alarm.set(null);
      if (writing !== null) await writing;
      if (incidents.size + deliveries.size > 0) await write();
      alarm.set(null);
    },
  };
}

function onlyOnce(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}
