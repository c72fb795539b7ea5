/** Thousands of deadlines behind one alarm: a heap of what is due, run in order of time. */
import type { EpochMs } from '#contract';
import { type Alarm, type Cancel, createAlarm, type Time } from '../../../time/time';

interface Due {
  at: EpochMs;
  order: number;
  /** null = cancelled; it leaves the heap when its time comes. */
  run: (() => void) | null;
}

export class Scheduler {
  private readonly heap: Due[] = [];
  private readonly alarm: Alarm;
  private order = 0;
  private running: EpochMs | null = null;
  private stopped = false;

  constructor(private readonly time: Time) {
    this.alarm = createAlarm(time, () => this.runDue());
  }

  /** Inside a callback the time it was due, so that a late timer changes nothing of the story. */
  now(): EpochMs {
    return this.running ?? this.time.now();
  }

  /** Runs once at `at`, or at once when that is past; callbacks of one moment in the order of their booking. */
  at(at: EpochMs, run: () => void): Cancel {
    const due: Due = { at: Math.max(at, this.now()), order: this.order++, run };
    this.push(due);
    if (this.running === null) this.arm();
    return () => {
      due.run = null;
    };
  }

  after(delayMs: number, run: () => void): Cancel {
    return this.at(this.now() + Math.max(0, Math.round(delayMs)), run);
  }

  /** At `firstAt` and every `periodMs` after, until cancelled. */
  every(firstAt: EpochMs, periodMs: number, run: () => void): Cancel {
    let cancel = this.at(firstAt, tick);
    const self = this;
    function tick(): void {
      cancel = self.after(periodMs, tick);
      run();
    }
    return () => cancel();
  }

  size(): number {
    return this.heap.length;
  }

  stop(): void {
    this.stopped = true;
    this.heap.length = 0;
    this.alarm.set(null);
  }

  private arm(): void {
    if (!this.stopped) this.alarm.set(this.heap[0]?.at ?? null);
  }

  private runDue(): void {
    const until = this.time.now();
    try {
      for (let due = this.heap[0]; due !== undefined && due.at <= until; due = this.heap[0]) {
        this.pop();
        this.running = due.at;
        due.run?.();
      }
    } finally {
      this.running = null;
      this.arm();
    }
  }

  private push(due: Due): void {
    const heap = this.heap;
    let i = heap.push(due) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || !before(due, parent)) break;
      heap[i] = parent;
      i = up;
    }
    heap[i] = due;
  }

  private pop(): void {
    const heap = this.heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      const [l, r] = [heap[left], heap[left + 1]];
      if (l === undefined) break;
      const next = r !== undefined && before(r, l) ? { i: left + 1, due: r } : { i: left, due: l };
      if (!before(next.due, last)) break;
      heap[i] = next.due;
      i = next.i;
    }
    heap[i] = last;
  }
}

function before(a: Due, b: Due): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
