/** When one verdict is news after another, and since when it holds. */
import type { Deadline, EpochMs, PresenceHealth } from '#contract';

/** Two feeds and two clocks tell the same thing this much apart. */
const NEWS_FROM_MS = 500;

const near = (a: EpochMs | null, b: EpochMs | null): boolean =>
  a === null || b === null ? a === b : Math.abs(a - b) < NEWS_FROM_MS;

const sameDeadline = (a: Deadline, b: Deadline): boolean => near(a.earliest, b.earliest) && near(a.latest, b.latest);

/** Whether people see the same in both. What only grows within a verdict (reconnects, missed answers) is no news. */
export function isSameVerdict(a: PresenceHealth, b: PresenceHealth): boolean {
  switch (a.kind) {
    case 'connected':
      return b.kind === a.kind && a.side === b.side && a.sure === b.sure;
    case 'unstable':
      return b.kind === a.kind && a.side === b.side;
    case 'at-risk':
      return (
        b.kind === a.kind &&
        a.side === b.side &&
        a.sure === b.sure &&
        a.will === b.will &&
        a.connectedOn === b.connectedOn &&
        sameDeadline(a.deadline, b.deadline)
      );
    case 'forced-out':
      return (
        b.kind === a.kind &&
        a.outcome === b.outcome &&
        a.side === b.side &&
        a.connectedOn === b.connectedOn &&
        near(a.at, b.at)
      );
    case 'logged-out':
      // signed out is signed out: a snapshot often has no stamp of when
      return b.kind === a.kind && a.outcome === b.outcome;
    case 'unknown':
      return b.kind === a.kind && a.why === b.why && a.blame.feed === b.blame.feed && a.blame.side === b.blame.side;
  }
}

/** When this health began by its own evidence; null: nothing but our look tells. */
function beganBy(h: PresenceHealth): EpochMs | null {
  switch (h.kind) {
    case 'connected':
    case 'unstable':
    case 'unknown':
      return h.since;
    case 'at-risk':
      return h.lost.to;
    case 'forced-out':
    case 'logged-out':
      return h.at;
  }
}

/**
 * Since when a verdict holds: by the evidence, not before the verdict of before, not after we said so.
 *
 * @param before when the verdict of before began; null: there was none
 */
export function verdictSince(h: PresenceHealth, before: EpochMs | null, at: EpochMs): EpochMs {
  return Math.max(before ?? 0, Math.min(beganBy(h) ?? at, at));
}
