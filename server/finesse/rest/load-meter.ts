/** Counts what one server is asked of, by whatever account, against its budget. */
import { allowanceAt, type LoadBudget, loadAt, noLoad, spend } from '../../domain/load-budget';
import type { Time } from '../../time/time';

export interface LoadMeter {
  readonly budget: LoadBudget;
  /** Of the last minute. */
  load(): { requests: number; bytes: number };
  /** Books a request when it fits. @returns the bytes that its answer may have; null: it must not be sent */
  take(): number | null;
  /** Books the bytes of a request that was sent. */
  spent(bytes: number): void;
}

export function createLoadMeter(budget: LoadBudget, time: Time): LoadMeter {
  let load = noLoad;
  return {
    budget,
    load: () => loadAt(load, time.now()),
    take() {
      const at = time.now();
      const allowance = allowanceAt(load, budget, at);
      if (!allowance.allowed) return null;
      load = spend(load, at, { requests: 1 });
      return allowance.bytes;
    },
    spent(bytes) {
      load = spend(load, time.now(), { bytes });
    },
  };
}
