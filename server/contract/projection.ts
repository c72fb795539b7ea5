/** How an event changes current state: one pure function for the recorder's tables and for the browser's page. */
import type { Event, EventOf } from './events';
import type { Failure } from './failure';
import type { PhaseInterval, Sample, SessionView, TargetState } from './state';

/** Folds one event of a target into its state; events of other targets and of the observer change nothing. `undefined` = not known yet. */
export function foldTarget(state: TargetState | undefined, e: Event): TargetState | undefined {
  if (!('targetKey' in e) || (state !== undefined && e.targetKey !== state.key)) return state;
  if (e.type === 'target-configured') return configured(state, e);
  if (state === undefined) return state;
  switch (e.type) {
    case 'session-phase-changed':
      return { ...state, session: viewOf(e) };
    case 'session-lost':
      return { ...state, lastLoss: { at: e.at, failure: e.failure, onlineForMs: e.onlineForMs } };
    case 'ping-answered':
      return { ...state, session: withMisses(state.session, 0), lastPing: { at: e.sentAt, rttMs: e.rttMs } };
    case 'ping-missed':
      return { ...state, session: withMisses(state.session, e.miss) };
    case 'certificate-changed':
      return { ...state, certificate: e.after };
    case 'target-archived':
      return { ...state, archived: true };
    case 'connect-finished':
    case 'command-accepted':
      return state;
  }
}

/** The sample that a ping event stands for, or null for other events. */
export function sampleOf(e: Event): Sample | null {
  if (e.type === 'ping-answered') return { at: e.sentAt, rttMs: e.rttMs };
  if (e.type === 'ping-missed') return { at: e.sentAt, rttMs: null };
  return null;
}

/** Appends what an event says about the phase timeline; gaps and stalls of the observer become `unknown` and the phase goes on after them. */
export function foldIntervals(intervals: readonly PhaseInterval[], e: Event): readonly PhaseInterval[] {
  if (e.type === 'session-phase-changed') {
    return [...closed(intervals, e.at), { phase: e.to, from: e.at, to: null, failure: e.failure }];
  }
  if (e.type === 'observer-gap' || e.type === 'observer-stalled') return withUnknown(intervals, e.fromMs, e.toMs);
  return intervals;
}

function configured(state: TargetState | undefined, e: EventOf<'target-configured'>): TargetState {
  return {
    key: e.targetKey,
    clusterKey: e.clusterKey,
    nodeKey: e.nodeKey,
    transport: e.transport,
    clusterName: e.clusterName,
    nodeName: e.nodeName,
    domain: e.domain,
    address: e.address,
    expect: e.expect,
    pingIntervalMs: e.pingIntervalMs,
    pingTimeoutMs: e.pingTimeoutMs,
    pingRetries: e.pingRetries,
    demo: e.demo,
    archived: false,
    session: state?.session ?? { phase: 'stopped', since: e.at, reason: 'not-started', failure: null },
    lastPing: state?.lastPing ?? null,
    lastLoss: state?.lastLoss ?? null,
    certificate: state?.certificate ?? null,
  };
}

const withoutReason: Failure = { kind: 'transport', condition: 'other', phase: 'online', text: null };

function viewOf(e: EventOf<'session-phase-changed'>): SessionView {
  switch (e.to) {
    case 'stopped':
      return { phase: 'stopped', since: e.at, reason: e.stopReason ?? 'shutdown', failure: e.failure };
    case 'connecting':
      return { phase: 'connecting', since: e.at, attempt: Math.max(1, e.attempt) };
    case 'online':
      return { phase: 'online', since: e.at, misses: 0 };
    case 'backoff':
      return {
        phase: 'backoff',
        since: e.at,
        attempt: e.attempt,
        retryAt: e.retryAt,
        failure: e.failure ?? withoutReason,
      };
  }
}

function withMisses(session: SessionView, misses: number): SessionView {
  return session.phase === 'online' && session.misses !== misses ? { ...session, misses } : session;
}

function closed(intervals: readonly PhaseInterval[], at: number): PhaseInterval[] {
  return intervals.map((i) => (i.to === null ? { ...i, to: Math.max(i.from, at) } : i));
}

/** Cuts [from, to] out of what was believed and marks it unknown. */
function withUnknown(intervals: readonly PhaseInterval[], from: number, to: number): PhaseInterval[] {
  if (to <= from) return [...intervals];
  const pieces = intervals.flatMap((i) => {
    const end = i.to ?? Number.POSITIVE_INFINITY;
    if (end <= from || i.from >= to) return [i];
    const before = i.from < from ? [{ ...i, to: from }] : [];
    const after = end > to ? [{ ...i, from: to }] : [];
    return [...before, ...after];
  });
  const unknown: PhaseInterval = { phase: 'unknown', from, to, failure: null };
  return [...pieces, unknown].sort((a, b) => a.from - b.from);
}
