/** Who is to be looked at when: thousands of dates behind one alarm, as a binary heap. */
import type { EpochMs } from '#contract';

export interface Agenda<K> {
  /** Replaces the date of `key`; null: none. */
  set(key: K, at: EpochMs | null): void;
  /** The next date; null: none. */
  next(): EpochMs | null;
  /** Takes off one whose date has come; null: nobody. */
  takeDue(at: EpochMs): K | null;
}

interface Entry<K> {
  at: EpochMs;
  key: K;
}

export function createAgenda<K>(): Agenda<K> {
  const dates = new Map<K, EpochMs>();
  let heap: Entry<K>[] = [];

  /** An entry that was replaced stays in the heap until it comes up, or until most of the heap is such. */
  function tidy(): void {
    if (heap.length > 64 && heap.length > 4 * dates.size)
      heap = [...dates].map(([key, at]) => ({ key, at })).sort((a, b) => a.at - b.at);
    for (let top = heap[0]; top !== undefined && dates.get(top.key) !== top.at; top = heap[0]) pop(heap);
  }

  return {
    set(key, at) {
      if (at === null) dates.delete(key);
      else if (dates.get(key) !== at) {
        dates.set(key, at);
        push(heap, { at, key });
      }
    },
    next() {
      tidy();
      return heap[0]?.at ?? null;
    },
    takeDue(at) {
      tidy();
      const top = heap[0];
      if (top === undefined || top.at > at) return null;
      pop(heap);
      dates.delete(top.key);
      return top.key;
    },
  };
}

function push<K>(heap: Entry<K>[], entry: Entry<K>): void {
  let i = heap.length;
  heap.push(entry);
  while (i > 0) {
    const up = (i - 1) >> 1;
    const parent = heap[up];
    if (parent === undefined || parent.at <= entry.at) break;
    heap[i] = parent;
    i = up;
  }
  heap[i] = entry;
}

function pop<K>(heap: Entry<K>[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let i = 0;
  for (;;) {
    const left = 2 * i + 1;
    const [l, r] = [heap[left], heap[left + 1]];
    const child = r !== undefined && l !== undefined && r.at < l.at ? r : l;
    if (child === undefined || child.at >= last.at) break;
    heap[i] = child;
    i = child === l ? left : left + 1;
  }
  heap[i] = last;
}
