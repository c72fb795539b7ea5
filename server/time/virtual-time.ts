/** Time moved by hand, with seeded randomness: for tests, replays and the demo's warm-up history. */
import type { Cancel, Time } from './time';

export interface VirtualTime extends Time {
  /** Runs everything due in the next `ms` in order of time; `now()` is exact inside each callback. Lets promises settle in between. */
  advance(ms: number): Promise<void>;
  /** As `advance`, without letting promises settle: for purely synchronous models. */
  advanceSync(ms: number): void;
  /** The clock moves but nothing runs, as when the host sleeps; what became due runs late at the next `advance`. */
  stall(ms: number): void;
  pending(): number;
}

interface Due {
  at: number;
  order: number;
  run: () => void;
}

export function createVirtualTime(startMs = 1_700_000_000_000, seed = 1): VirtualTime {
  let offset = 0;
  let order = 0;
  let due: Due[] = [];
  const random = mulberry32(seed);

  function after(delayMs: number, run: () => void): Cancel {
    const entry: Due = { at: offset + Math.max(0, delayMs), order: order++, run };
    due.push(entry);
    return () => {
      due = due.filter((d) => d !== entry);
    };
  }

  function takeNext(until: number): Due | null {
    let next: Due | null = null;
    for (const d of due) {
      if (d.at <= until && (next === null || d.at < next.at || (d.at === next.at && d.order < next.order))) next = d;
    }
    if (next !== null) due.splice(due.indexOf(next), 1);
    return next;
  }

  function runNext(until: number): boolean {
    const next = takeNext(until);
    if (next === null) return false;
    offset = Math.max(offset, next.at);
    next.run();
    return true;
  }

  return {
    now: () => Math.round(startMs + offset),
    wallOffsetMs: () => 0,
    monoMs: () => offset,
    after,
    random,
    uuid: () => uuidFrom(random),
    async advance(ms) {
      const until = offset + ms;
      await settle();
      while (runNext(until)) await settle();
      offset = until;
      await settle();
    },
    advanceSync(ms) {
      const until = offset + ms;
      while (runNext(until));
      offset = until;
    },
    stall(ms) {
      offset += ms;
    },
    pending: () => due.length,
  };
}

/** Lets chains of already-resolved promises and setImmediate callbacks run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** A small, fast, seedable generator (Tommy Ettinger's mulberry32, public domain algorithm). */
export function mulberry32(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function uuidFrom(random: () => number): string {
  const hex = Array.from({ length: 32 }, (_, i) => (i === 12 ? '4' : Math.floor(random() * 16).toString(16))).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
