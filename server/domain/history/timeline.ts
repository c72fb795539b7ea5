/** What a target's events claim about its time: who says so, from when to when, and nothing about time that nobody observed. */
import type { EpochMs, Event, SessionPhase } from '#contract';

export interface Span {
  from: EpochMs;
  to: EpochMs;
}

/** What is needed of the events that make a timeline. */
export type TimelineEvent =
  /** `failed`: it stopped because the other side refuses it, not because somebody wished so. */
  | { kind: 'phase'; at: EpochMs; to: SessionPhase; failed: boolean }
  | { kind: 'unobserved'; from: EpochMs; to: EpochMs }
  /** Another run of the observer: what the sessions of the last one were is over. */
  | { kind: 'restarted'; at: EpochMs }
  /** `at` is what the clock shows after it was set by so much. */
  | { kind: 'clock-stepped'; at: EpochMs; byMs: number };

export interface Claim extends Span {
  claim: 'up' | 'down';
}

/** null = the event says nothing about any target's time. */
export function timelineEventOf(e: Event): TimelineEvent | null {
  switch (e.type) {
    case 'session-phase-changed':
      return { kind: 'phase', at: e.at, to: e.to, failed: e.failure !== null };
    case 'target-archived':
      return { kind: 'phase', at: e.at, to: 'stopped', failed: false };
    case 'observer-gap':
    case 'observer-stalled':
      return { kind: 'unobserved', from: e.fromMs, to: e.toMs };
    case 'observer-started':
      return { kind: 'restarted', at: e.at };
    case 'clock-stepped':
      return { kind: 'clock-stepped', at: e.at, byMs: e.byMs };
    default:
      return null;
  }
}

/** `fresh`: connecting for the first time after nobody looked: what it finds, it found out about the time that it took. */
interface Current {
  since: EpochMs;
  phase: 'up' | 'down' | 'fresh' | 'nothing';
}

/**
 * Claims in the order in which they were told; where the clock was set back they may overlap. Online is up; connecting again and
 * waiting to are down; stopped is down when the other side refuses us, and nothing otherwise. The first attempt after nothing is down
 * when it fails and nothing when it succeeds: a monitor that starts is no outage.
 *
 * @param events in order of seq; the phase in force before the window first
 * @param until what goes on is claimed until here
 */
export function claimsOf(events: readonly TimelineEvent[], until: EpochMs): Claim[] {
  let claims: Claim[] = [];
  let current: Current = { since: 0, phase: 'nothing' };

  function close(at: EpochMs, as: Current['phase']): void {
    if ((as === 'up' || as === 'down') && at > current.since) claims.push({ from: current.since, to: at, claim: as });
  }

  for (const e of events) {
    switch (e.kind) {
      case 'phase': {
        const next = phaseAfter(current.phase, e);
        close(e.at, current.phase === 'fresh' && (next === 'down' || e.failed) ? 'down' : current.phase);
        current = { since: e.at, phase: next };
        break;
      }
      case 'unobserved':
        if (e.to <= e.from) break;
        close(e.from, current.phase);
        claims = claims.flatMap((c) => without(c, e));
        current = { ...current, since: Math.max(e.to, current.since) };
        break;
      case 'restarted':
        close(e.at, current.phase);
        current = { since: e.at, phase: 'nothing' };
        break;
      case 'clock-stepped':
        // Back: an hour is claimed twice. Forward: an hour that never was is claimed by nobody.
        close(e.at - e.byMs, current.phase);
        current = { ...current, since: e.at };
    }
  }
  close(until, current.phase);
  return claims;
}

function phaseAfter(before: Current['phase'], e: Extract<TimelineEvent, { kind: 'phase' }>): Current['phase'] {
  switch (e.to) {
    case 'online':
      return 'up';
    case 'backoff':
      return 'down';
    case 'stopped':
      return e.failed ? 'down' : 'nothing';
    case 'connecting':
      return before === 'nothing' || before === 'fresh' ? 'fresh' : 'down';
  }
}

function without(claim: Claim, { from, to }: Span): Claim[] {
  if (claim.to <= from || claim.from >= to) return [claim];
  const before = claim.from < from ? [{ ...claim, to: from }] : [];
  const after = claim.to > to ? [{ ...claim, from: to }] : [];
  return [...before, ...after];
}
