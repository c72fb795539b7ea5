/** The session machine: what one monitored session does next, as a pure function of its state, an input and the time. */
import type { ConnectPhase, EpochMs, Failure, SessionPhase } from '#contract';
import { backoffMs, retryClassOf } from './retry';
import type { SessionPolicy } from './session-policy';

export type StopReason = 'paused' | 'refused' | 'shutdown' | 'archived';

type PingState =
  | { kind: 'resting'; nextAt: EpochMs }
  | { kind: 'waiting'; id: string; sentAt: EpochMs; expiresAt: EpochMs };

export type SessionState =
  | { phase: 'stopped'; since: EpochMs; reason: StopReason | 'not-started'; pings: number }
  | { phase: 'connecting'; since: EpochMs; attempt: number; deadline: EpochMs; pings: number }
  | { phase: 'online'; since: EpochMs; attempt: number; misses: number; ping: PingState; pings: number }
  | {
      phase: 'backoff';
      since: EpochMs;
      attempt: number;
      retryAt: EpochMs;
      slot: boolean;
      cause: Failure;
      pings: number;
    };

export type SessionInput =
  | { type: 'start' }
  | { type: 'stop'; reason: StopReason }
  /** A user's wish: leave whatever phase it is in and connect now. */
  | { type: 'reconnect' }
  /** Bound, present, first ping answered. */
  | { type: 'online'; firstPing: { id: string; rttMs: number } }
  | { type: 'pong'; id: string; rttMs: number }
  /** An answer whose time means nothing, because we ourselves were stalled meanwhile: it proves life, but it is no sample. */
  | { type: 'alive'; id: string }
  | { type: 'closed'; failure: Failure }
  /** The alarm rang. `inPhase`: where connecting stands, for naming a time-out. */
  | { type: 'wake'; inPhase: ConnectPhase | null }
  /** The fleet's answer to `reserve-slot`: the time at which this session may begin to connect. */
  | { type: 'slot'; at: EpochMs };

export type SessionEffect =
  | { type: 'connect' }
  | { type: 'reserve-slot' }
  | { type: 'ping'; id: string }
  /** Leave in good order. */
  | { type: 'close' }
  /** Gone at once: the peer does not answer anyway. */
  | { type: 'destroy' }
  | { type: 'answered'; id: string; sentAt: EpochMs; rttMs: number }
  | { type: 'missed'; id: string; sentAt: EpochMs; miss: number; of: number }
  | { type: 'lost'; failure: Failure; onlineForMs: number }
  | {
      type: 'phase';
      from: SessionPhase;
      to: SessionPhase;
      attempt: number;
      failure: Failure | null;
      retryAt: EpochMs | null;
      stopReason: StopReason | null;
    };

export interface Stepped {
  state: SessionState;
  effects: SessionEffect[];
}

/** When the machine wants its `wake`; null = never. */
export function deadlineOf(state: SessionState): EpochMs | null {
  switch (state.phase) {
    case 'stopped':
      return null;
    case 'connecting':
      return state.deadline;
    case 'online':
      return state.ping.kind === 'resting' ? state.ping.nextAt : state.ping.expiresAt;
    case 'backoff':
      return state.retryAt;
  }
}

export function initialSession(at: EpochMs): SessionState {
  return { phase: 'stopped', since: at, reason: 'not-started', pings: 0 };
}

/**
 * @param jitter uniform in [0, 1), drawn by the caller for this step
 */
export function step(
  state: SessionState,
  input: SessionInput,
  now: EpochMs,
  policy: SessionPolicy,
  jitter: number,
): Stepped {
  switch (input.type) {
    case 'start':
      return state.phase === 'stopped' ? connect(state, 1, now, policy) : same(state);
    case 'stop':
      return stop(state, input.reason, null, now);
    case 'reconnect':
      return reconnect(state, now, policy);
    case 'online':
      return state.phase === 'connecting' ? goOnline(state, input.firstPing, now, policy) : same(state);
    case 'pong':
      return state.phase === 'online' ? pong(state, input, now, policy) : same(state);
    case 'alive':
      return state.phase === 'online' ? alive(state, input.id, now, policy) : same(state);
    case 'closed':
      return failed(state, input.failure, now, policy, jitter);
    case 'wake':
      return wake(state, input.inPhase, now, policy, jitter);
    case 'slot':
      return slot(state, input.at, now, policy);
  }
}

type Online = Extract<SessionState, { phase: 'online' }>;
type Connecting = Extract<SessionState, { phase: 'connecting' }>;

function same(state: SessionState): Stepped {
  return { state, effects: [] };
}

function phaseEffect(
  from: SessionPhase,
  to: SessionPhase,
  about: { attempt?: number; failure?: Failure | null; retryAt?: EpochMs | null; stopReason?: StopReason | null } = {},
): SessionEffect {
  const { attempt = 0, failure = null, retryAt = null, stopReason = null } = about;
  return { type: 'phase', from, to, attempt, failure, retryAt, stopReason };
}

function connect(state: SessionState, attempt: number, now: EpochMs, policy: SessionPolicy): Stepped {
  return {
    state: { phase: 'connecting', since: now, attempt, deadline: now + policy.connectTimeoutMs, pings: state.pings },
    effects: [{ type: 'connect' }, phaseEffect(state.phase, 'connecting', { attempt })],
  };
}

function stop(state: SessionState, reason: StopReason, failure: Failure | null, now: EpochMs): Stepped {
  if (state.phase === 'stopped' && state.reason === reason) return same(state);
  const live = state.phase === 'online' || state.phase === 'connecting';
  return {
    state: { phase: 'stopped', since: now, reason, pings: state.pings },
    effects: [
      ...(live ? [{ type: 'close' } as const] : []),
      phaseEffect(state.phase, 'stopped', { failure, stopReason: reason }),
    ],
  };
}

function reconnect(state: SessionState, now: EpochMs, policy: SessionPolicy): Stepped {
  const begun = connect(state, 1, now, policy);
  const live = state.phase === 'online' || state.phase === 'connecting';
  return live ? { ...begun, effects: [{ type: 'close' }, ...begun.effects] } : begun;
}

function goOnline(
  state: Connecting,
  firstPing: { id: string; rttMs: number },
  now: EpochMs,
  policy: SessionPolicy,
): Stepped {
  const ping: PingState = { kind: 'resting', nextAt: now + policy.pingIntervalMs };
  return {
    state: { phase: 'online', since: now, attempt: state.attempt, misses: 0, ping, pings: state.pings },
    effects: [
      phaseEffect('connecting', 'online', { attempt: state.attempt }),
      { type: 'answered', id: firstPing.id, sentAt: Math.round(now - firstPing.rttMs), rttMs: firstPing.rttMs },
    ],
  };
}

function pong(state: Online, answer: { id: string; rttMs: number }, now: EpochMs, policy: SessionPolicy): Stepped {
  const rested = alive(state, answer.id, now, policy);
  // An answer that comes after its deadline was already counted as a miss, but it proves life.
  if (state.ping.kind !== 'waiting' || state.ping.id !== answer.id) return rested;
  return { ...rested, effects: [{ type: 'answered', id: answer.id, sentAt: state.ping.sentAt, rttMs: answer.rttMs }] };
}

function alive(state: Online, id: string, now: EpochMs, policy: SessionPolicy): Stepped {
  if (state.ping.kind !== 'waiting' || state.ping.id !== id) return same({ ...state, misses: 0 });
  const nextAt = Math.max(now, state.ping.sentAt + policy.pingIntervalMs);
  return same({ ...state, misses: 0, ping: { kind: 'resting', nextAt } });
}

function sendPing(state: Online, now: EpochMs, policy: SessionPolicy): Stepped {
  const pings = state.pings + 1;
  const id = `ping-${pings}`;
  const ping: PingState = { kind: 'waiting', id, sentAt: now, expiresAt: now + policy.pingTimeoutMs };
  return { state: { ...state, pings, ping }, effects: [{ type: 'ping', id }] };
}

function wake(
  state: SessionState,
  inPhase: ConnectPhase | null,
  now: EpochMs,
  policy: SessionPolicy,
  jitter: number,
): Stepped {
  const deadline = deadlineOf(state);
  if (deadline === null || now < deadline) return same(state);
  const stalled = now - deadline > policy.stallToleranceMs;
  switch (state.phase) {
    case 'stopped':
      return same(state);
    case 'connecting':
      return stalled
        ? same({ ...state, deadline: now + policy.connectTimeoutMs })
        : failed(state, timedOut('connect-timeout', inPhase ?? 'tcp', policy.connectTimeoutMs), now, policy, jitter);
    case 'online':
      if (state.ping.kind === 'resting' || stalled) return sendPing(state, now, policy);
      return miss(state, state.ping, now, policy, jitter);
    case 'backoff':
      return state.slot
        ? connect(state, state.attempt + 1, now, policy)
        : { state, effects: [{ type: 'reserve-slot' }] };
  }
}

function slot(state: SessionState, at: EpochMs, now: EpochMs, policy: SessionPolicy): Stepped {
  if (state.phase !== 'backoff') return same(state);
  return at <= now ? connect(state, state.attempt + 1, now, policy) : same({ ...state, slot: true, retryAt: at });
}

function miss(
  state: Online,
  ping: Extract<PingState, { kind: 'waiting' }>,
  now: EpochMs,
  policy: SessionPolicy,
  jitter: number,
): Stepped {
  const of = policy.pingRetries + 1;
  const misses = state.misses + 1;
  const missed: SessionEffect = { type: 'missed', id: ping.id, sentAt: ping.sentAt, miss: misses, of };
  const next =
    misses < of
      ? sendPing({ ...state, misses }, now, policy)
      : failed(
          { ...state, misses },
          timedOut('ping-timeout', 'online', policy.pingTimeoutMs, misses),
          now,
          policy,
          jitter,
        );
  return { state: next.state, effects: [missed, ...next.effects] };
}

function failed(state: SessionState, failure: Failure, now: EpochMs, policy: SessionPolicy, jitter: number): Stepped {
  if (state.phase === 'stopped' || state.phase === 'backoff') return same(state);
  const lost: SessionEffect[] =
    state.phase === 'online' ? [{ type: 'lost', failure, onlineForMs: now - state.since }] : [];
  const retry = retryClassOf(failure);
  if (retry === 'never') {
    const stopped = phaseEffect(state.phase, 'stopped', { failure, stopReason: 'refused' });
    return {
      state: { phase: 'stopped', since: now, reason: 'refused', pings: state.pings },
      effects: [{ type: 'destroy' }, ...lost, stopped],
    };
  }
  // Back-off resets only after a stable time online: flapping keeps counting.
  const stable = state.phase === 'online' && now - state.since >= policy.stableAfterMs;
  const attempt = stable ? 1 : state.attempt;
  const retryAt = now + backoffMs(retry, attempt, jitter, policy.backoff);
  const backedOff = phaseEffect(state.phase, 'backoff', { attempt, failure, retryAt });
  return {
    state: { phase: 'backoff', since: now, attempt, retryAt, slot: false, cause: failure, pings: state.pings },
    effects: [{ type: 'destroy' }, ...lost, backedOff],
  };
}

function timedOut(condition: string, phase: Failure['phase'], timeoutMs: number, misses?: number): Failure {
  return {
    kind: 'timeout',
    condition,
    phase,
    text: null,
    detail: misses === undefined ? { timeoutMs } : { timeoutMs, misses },
  };
}
