/** What a session's state means to people: one of a few kinds with its word, detail and urgency. Pure. */
import type { EpochMs, Failure, TargetState } from '#contract';
import { formatCountdown } from '../format/units';

export type StatusKind =
  | 'online'
  | 'unstable'
  | 'connecting'
  | 'backoff'
  | 'stopped'
  | 'refused'
  | 'closed-by-design'
  | 'unknown';

export interface Status {
  kind: StatusKind;
  /** The state in a word or two. */
  word: string;
  /** What follows the word, e.g. the next try's countdown; may be empty. */
  detail: string;
  since: EpochMs;
  failure: Failure | null;
  /** The next thing that will happen by itself. */
  dueAt: EpochMs | null;
}

/** @param blindSince when set, nobody has measured since then and the state is unknown */
export function statusOf(state: TargetState, now: EpochMs, blindSince: EpochMs | null = null): Status {
  if (blindSince !== null)
    return { kind: 'unknown', word: 'Unknown', detail: 'not measured', since: blindSince, failure: null, dueAt: null };
  const { session } = state;
  const base = { since: session.since, failure: null, dueAt: null };
  switch (session.phase) {
    case 'online':
      return session.misses === 0
        ? { ...base, kind: 'online', word: 'Online', detail: '' }
        : { ...base, kind: 'unstable', word: 'Unstable', detail: missedWords(session.misses, state.pingRetries + 1) };
    case 'connecting':
      return { ...base, kind: 'connecting', ...connectingWords(session.attempt) };
    case 'backoff':
      return {
        ...backoff(state, session.retryAt, now),
        since: session.since,
        failure: session.failure,
        dueAt: session.retryAt,
      };
    case 'stopped':
      if (state.expect === 'closed' && notTried.has(session.reason)) return { ...base, ...closedByDesign };
      return { ...base, ...stopped(session.reason), failure: session.failure };
  }
}

function connectingWords(attempt: number): Pick<Status, 'word' | 'detail'> {
  return attempt > 1 ? { word: 'Reconnecting', detail: `attempt ${attempt}` } : { word: 'Connecting', detail: '' };
}

export function missedWords(misses: number, of: number): string {
  return `${misses} of ${of} pings missed`;
}

/** A port that is closed by design is not even tried; before it was declared so, the last run may have stopped there. */
const notTried: ReadonlySet<string> = new Set(['not-started', 'shutdown']);

const closedByDesign = { kind: 'closed-by-design', word: 'Closed', detail: 'as expected' } as const;

/** What is closed by design is never down. */
function backoff(state: TargetState, retryAt: EpochMs | null, now: EpochMs): Pick<Status, 'kind' | 'word' | 'detail'> {
  if (state.expect === 'closed') return closedByDesign;
  if (retryAt === null) return { kind: 'backoff', word: 'Lost', detail: '' };
  const detail = retryAt > now ? `next try in ${formatCountdown(retryAt - now)}` : 'trying now';
  return { kind: 'backoff', word: 'Lost', detail };
}

function stopped(
  reason: 'paused' | 'refused' | 'shutdown' | 'archived' | 'not-started',
): Pick<Status, 'kind' | 'word' | 'detail'> {
  switch (reason) {
    case 'refused':
      return { kind: 'refused', word: 'Refused', detail: 'will not retry' };
    case 'paused':
      return { kind: 'stopped', word: 'Paused', detail: 'by hand' };
    case 'shutdown':
      return { kind: 'stopped', word: 'Stopped', detail: 'with the worker' };
    case 'archived':
      return { kind: 'stopped', word: 'Archived', detail: '' };
    case 'not-started':
      return { kind: 'stopped', word: 'Not started', detail: '' };
  }
}

export type Urgency = 'bad' | 'warn' | 'unknown' | 'quiet';

/** Whether a status asks for attention, and how loudly. Optional transports never shout. */
export function urgencyOf(status: Status, state: TargetState): Urgency {
  switch (status.kind) {
    case 'backoff':
      return state.expect === 'optional' ? 'quiet' : 'bad';
    case 'refused':
      return state.expect === 'open' ? 'bad' : 'quiet';
    case 'unstable':
      return 'warn';
    case 'online':
      return state.expect === 'closed' ? 'warn' : 'quiet';
    case 'unknown':
      return 'unknown';
    case 'connecting':
      // The first try after a loss is not yet good news.
      return state.session.phase === 'connecting' && state.session.attempt > 1 && state.expect === 'open'
        ? 'bad'
        : 'quiet';
    case 'stopped':
    case 'closed-by-design':
      return 'quiet';
  }
}
