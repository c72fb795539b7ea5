/** Moves samples that are no longer fresh into chunks and rollups, a chunk of one target a step, and several when many lie there. */
import type { EpochMs } from '#contract';
import { spanToPack } from '../../domain/history/pack';
import type { HistoryStore, Ripe } from '../../store/history/port';
import type { Chore } from './chore';

/** So many targets are looked up at once. */
const LOOK_UP = 500;

/** @param freshMs samples younger than this stay rows; a whole chunk is awaited beyond it */
export function createPacker(store: HistoryStore, freshMs: number): Chore {
  let ripe: Ripe[] = [];
  return {
    name: 'pack',
    async step(now: EpochMs) {
      if (ripe.length === 0) ripe = await store.ripe(now - freshMs - store.chunkMs, LOOK_UP);
      const next = ripe.shift();
      if (next === undefined) return { done: 0, more: false };
      const { targetId, oldest } = next;
      const done = await store.pack(targetId, spanToPack(oldest, now - freshMs, store.chunkMs));
      // After the last one it looks again: what has lain for long takes several steps of each target.
      return { done, more: true, behindMs: Math.max(0, now - freshMs - store.chunkMs - oldest) };
    },
    forget() {
      ripe = [];
    },
  };
}
