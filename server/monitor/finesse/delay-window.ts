/** How late a side's events are at present: the worst of the last minutes, in steps, so that it does not change with every event. */
import type { EpochMs } from '#contract';

export interface DelayWindow {
  /** @returns whether the delay to count with has changed */
  add(at: EpochMs, delayMs: number, errorMs: number): boolean;
  look(at: EpochMs): boolean;
  readonly delayMs: number;
}

const WINDOW_MS = 300_000;
/** Below this nobody needs to wait. */
const STEP_MS = 1_000;

export function createDelayWindow(): DelayWindow {
  let kept: { at: EpochMs; delayMs: number }[] = [];
  let delayMs = 0;
  function look(at: EpochMs): boolean {
    kept = kept.filter((d) => d.at > at - WINDOW_MS);
    const worst = Math.max(0, ...kept.map((d) => d.delayMs));
    const stepped = Math.floor(worst / STEP_MS) === 0 ? 0 : Math.ceil(worst / STEP_MS) * STEP_MS;
    const changed = stepped !== delayMs;
    delayMs = stepped;
    return changed;
  }
  return {
    add(at, ms, errorMs) {
      // only what is worse than anything since tells more
      kept = [...kept.filter((d) => d.delayMs > ms + errorMs), { at, delayMs: ms + errorMs }];
      return look(at);
    },
    look,
    get delayMs() {
      return delayMs;
    },
  };
}
