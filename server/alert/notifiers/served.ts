/** Remembers who has taken a message that others refused, so that the next try goes to the others alone. */
export interface Served {
  /** Those of `all` that have not taken it yet; all of them when everybody has: then it is told anew by wish. */
  pending(key: string, all: readonly string[]): string[];
  took(key: string, who: readonly string[]): void;
}

/** A channel sends one message at a time; retries by hand go a little further back. */
const KEPT = 100;

export function createServed(): Served {
  const byKey = new Map<string, Set<string>>();
  return {
    pending(key, all) {
      const served = byKey.get(key);
      const rest = all.filter((one) => served?.has(one) !== true);
      return rest.length === 0 ? [...all] : rest;
    },
    took(key, who) {
      const served = byKey.get(key) ?? new Set();
      for (const one of who) served.add(one);
      byKey.delete(key);
      byKey.set(key, served);
      for (const old of [...byKey.keys()].slice(0, Math.max(0, byKey.size - KEPT))) byKey.delete(old);
    },
  };
}
