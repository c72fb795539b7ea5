/** Current state and snapshots: what a page starts from before the first live batch. */
import { z } from 'zod';
import { connectFinished, sessionPhase } from './events';
import { certificateFacts, failure } from './failure';
import { epochMs, expectation, slug, targetKey, transportKind } from './identity';

/** The session as people see it. Each variant holds only what is true in it. */
export const sessionView = z.discriminatedUnion('phase', [
  z.object({
    phase: z.literal('stopped'),
    since: epochMs,
    reason: z.enum(['paused', 'refused', 'shutdown', 'archived', 'not-started']),
    failure: failure.nullable(),
  }),
  z.object({ phase: z.literal('connecting'), since: epochMs, attempt: z.number().int().positive() }),
  z.object({ phase: z.literal('online'), since: epochMs, misses: z.number().int().nonnegative() }),
  z.object({
    phase: z.literal('backoff'),
    since: epochMs,
    attempt: z.number().int().nonnegative(),
    retryAt: epochMs.nullable(),
    failure,
  }),
]);
export type SessionView = z.infer<typeof sessionView>;

/** One row of current state per target; folded from events by the recorder and by the browser with the same function. */
export const targetState = z.object({
  key: targetKey,
  clusterKey: slug,
  nodeKey: slug,
  transport: transportKind,
  clusterName: z.string(),
  nodeName: z.string(),
  domain: z.string(),
  address: z.string(),
  expect: expectation,
  pingIntervalMs: z.number().int().positive(),
  pingTimeoutMs: z.number().int().positive(),
  pingRetries: z.number().int().nonnegative(),
  demo: z.boolean(),
  archived: z.boolean(),
  session: sessionView,
  lastPing: z.object({ at: epochMs, rttMs: z.number().nonnegative() }).nullable(),
  lastLoss: z.object({ at: epochMs, failure, onlineForMs: z.number().nonnegative() }).nullable(),
  certificate: certificateFacts.nullable(),
});
export type TargetState = z.infer<typeof targetState>;

/** Of a target only its session. */
export const sessionNow = targetState.pick({
  key: true,
  clusterKey: true,
  nodeKey: true,
  transport: true,
  expect: true,
  session: true,
  lastPing: true,
  lastLoss: true,
});

/** One measurement, `at` = when the ping was sent; `rttMs` null = missed. */
export const sample = z.object({ at: epochMs, rttMs: z.number().nonnegative().nullable() });
export type Sample = z.infer<typeof sample>;

/** A span of a session's phase, or of time that nobody observed. `to` null = still going on. */
export const phaseInterval = z.object({
  phase: z.union([sessionPhase, z.literal('unknown')]),
  from: epochMs,
  to: epochMs.nullable(),
  failure: failure.nullable(),
});
export type PhaseInterval = z.infer<typeof phaseInterval>;

/** Whether a worker is measuring at all: the last sign of life in the database. */
export const observerView = z.object({ observerId: z.string(), startedAt: epochMs, aliveAt: epochMs });
export type ObserverView = z.infer<typeof observerView>;

/** What every snapshot says of itself. */
export const numbered = {
  /** Identity of the database: a snapshot and a batch of different epochs never mix. */
  epoch: z.string(),
  /** The last `seq` that is contained. */
  lastSeq: z.number().int().nonnegative(),
  /** The server's time of reading. */
  at: epochMs,
  observer: observerView.nullable(),
};

export const overviewTarget = z.object({ state: targetState, samples: z.array(sample) });
export const overviewSnapshot = z.object({ ...numbered, targets: z.array(overviewTarget) });
export type OverviewTarget = z.infer<typeof overviewTarget>;
export type OverviewSnapshot = z.infer<typeof overviewSnapshot>;

export const connectAttempt = connectFinished.pick({
  startedAt: true,
  at: true,
  attempt: true,
  outcome: true,
  phases: true,
  failure: true,
  jid: true,
  mechanism: true,
  tlsProtocol: true,
});
export type ConnectAttempt = z.infer<typeof connectAttempt>;

export const targetSnapshot = z.object({
  ...numbered,
  state: targetState,
  /** Start of the window that samples and intervals cover. */
  from: epochMs,
  samples: z.array(sample),
  intervals: z.array(phaseInterval),
  /** Newest first. */
  connects: z.array(connectAttempt),
});
export type TargetSnapshot = z.infer<typeof targetSnapshot>;
