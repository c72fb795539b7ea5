/** What health said, held against what truly happened: misses, false alarms, and deadlines that did not hold. */
import type { PresenceHealth } from '../../../server/contract';
import type { EventOf } from '../../simulator/finesse/world/story';
import type { Watched } from './watch';

type AtRisk = Extract<PresenceHealth, { kind: 'at-risk' }>;

/** A verdict is sampled every second, and lasts until the news of the action. */
const NEWS_MS = 3_500;

export interface Held {
  forcedOuts: number;
  /** Forced out, and not at risk before. */
  missed: string[];
  /** At risk, and nobody was counting. */
  falseAlarms: string[];
  /** Done at a time outside the interval. */
  outside: string[];
  widestMs: number;
  leadsMs: number[];
}

export function heldAgainstTruth(w: Watched): Held {
  const held: Held = { forcedOuts: 0, missed: [], falseAlarms: [], outside: [], widestMs: 0, leadsMs: [] };
  for (const outcome of w.of('outcome')) {
    if (outcome.outcome !== 'forced-logout' && outcome.outcome !== 'forced-not-ready') continue;
    held.forcedOuts += 1;
    holdOutcome(w, outcome, held);
  }
  const graces = w.of('grace-changed');
  for (const { loginId, at, health } of w.risks) {
    const { earliest, latest } = health.deadline;
    if (latest !== null) held.widestMs = Math.max(held.widestMs, latest - earliest);
    const told = graces.filter((g) => g.loginId === loginId && g.side === health.side && g.at <= at).at(-1);
    const waits = health.will === 'after-call' && told?.change === 'acted';
    // Finesse reacts 20 ms after the presence
    const begins = graces.some((g) => g.loginId === loginId && g.side === health.side && g.at > at && g.at < at + 100);
    const counted =
      begins || told?.change === 'started' || (told !== undefined && at <= told.at + allowance(w, told)) || waits;
    if (!counted) held.falseAlarms.push(`${w.at({ at })} ${loginId} ${health.side}`);
  }
  return held;
}

/** Where only a list tells, being back is known at its next look. */
const allowance = (w: Watched, told: EventOf<'grace-changed'>): number =>
  told.change === 'cancelled' && !w.capabilities.presence ? 11_000 : NEWS_MS + (w.capabilities.presence ? 0 : 12_000);

function holdOutcome(w: Watched, outcome: EventOf<'outcome'>, held: Held): void {
  const { loginId, at } = outcome;
  const before = w.risks.filter((r) => r.loginId === loginId && r.at < at && r.at > at - 200_000);
  const warned = before.at(-1);
  const name = `${w.at({ at })} ${loginId}`;
  if (warned === undefined || at - warned.at > 2_000) {
    held.missed.push(name);
    return;
  }
  const first = before.find((r) => r.health.lost.to === warned.health.lost.to) ?? warned;
  held.leadsMs.push(at - first.at);
  if (!contains(warned.health, at)) held.outside.push(name);
}

function contains({ deadline }: AtRisk, at: number): boolean {
  return deadline.earliest <= at && (deadline.latest === null || at <= deadline.latest);
}
