/** Events of a made-up target, short enough to read in a test. */
import type { Event, EventOf, EventType, Failure, Recorded, SessionPhase } from '#contract';

export const target = { clusterKey: 'lab', nodeKey: 'prosody', targetKey: 'lab/prosody/websocket' };
export const otherTarget = { clusterKey: 'lab', nodeKey: 'prosody', targetKey: 'lab/prosody/tcp' };
export const noAnswer: Failure = {
  kind: 'timeout',
  condition: 'ping-timeout',
  phase: 'online',
  text: null,
  detail: { misses: 3, timeoutMs: 10_000 },
};

let born = 0;
const birth = (at: number) => {
  born += 1;
  return {
    observerId: 'local',
    eventId: `00000000-0000-4000-8000-${String(born).padStart(12, '0')}`,
    v: 1 as const,
    at,
  };
};

export const configured = (at: number, of = target): EventOf<'target-configured'> => ({
  ...birth(at),
  ...of,
  type: 'target-configured',
  clusterName: 'Lab',
  nodeName: 'Prosody',
  domain: 'lab.example',
  transport: of.targetKey.endsWith('tcp') ? 'tcp' : 'websocket',
  address: 'ws://127.0.0.1:5280/xmpp-websocket',
  expect: 'open',
  pingIntervalMs: 10_000,
  pingTimeoutMs: 10_000,
  pingRetries: 2,
  demo: false,
});

export const phase = (
  at: number,
  from: SessionPhase,
  to: SessionPhase,
  failure: Failure | null = null,
  of = target,
): EventOf<'session-phase-changed'> => ({
  ...birth(at),
  ...of,
  type: 'session-phase-changed',
  from,
  to,
  attempt: 1,
  failure,
  retryAt: to === 'backoff' ? at + 1000 : null,
  stopReason: to === 'stopped' ? 'paused' : null,
});

export const answered = (sentAt: number, rttMs: number, of = target): EventOf<'ping-answered'> => ({
  ...birth(sentAt + Math.ceil(rttMs)),
  ...of,
  type: 'ping-answered',
  pingId: `ping-${sentAt}`,
  sentAt,
  rttMs,
});

export const missed = (sentAt: number, miss = 1, of = target): EventOf<'ping-missed'> => ({
  ...birth(sentAt + 10_000),
  ...of,
  type: 'ping-missed',
  pingId: `ping-${sentAt}`,
  sentAt,
  miss,
  of: 3,
});

export const lost = (at: number, failure = noAnswer): EventOf<'session-lost'> => ({
  ...birth(at),
  ...target,
  type: 'session-lost',
  failure,
  onlineForMs: 60_000,
});

export const connected = (startedAt: number, at: number): EventOf<'connect-finished'> => ({
  ...birth(at),
  ...target,
  type: 'connect-finished',
  startedAt,
  attempt: 1,
  outcome: 'online',
  phases: [
    { phase: 'tcp', offsetMs: 0, tookMs: 1.5 },
    { phase: 'sasl', offsetMs: 1.5, tookMs: at - startedAt - 1.5 },
  ],
  failure: null,
  jid: 'holdfast@lab.example/holdfast-websocket-1',
  mechanism: 'SCRAM-SHA-1',
  tlsProtocol: null,
  certificate: null,
});

export const gap = (
  fromMs: number,
  toMs: number,
  reason: EventOf<'observer-gap'>['reason'] = 'crashed',
): EventOf<'observer-gap'> => ({ ...birth(toMs), type: 'observer-gap', fromMs, toMs, reason });

export const stalled = (fromMs: number, toMs: number): EventOf<'observer-stalled'> => ({
  ...birth(toMs),
  type: 'observer-stalled',
  fromMs,
  toMs,
  reason: 'loop-blocked',
});

/** Numbers events from `first`. */
export function numbered(events: readonly Event[], first = 1): Recorded[] {
  return events.map((e, i) => ({ ...e, seq: first + i }));
}

export function ofType<T extends EventType>(events: readonly Event[], type: T): EventOf<T>[] {
  return events.filter((e): e is EventOf<T> => e.type === type);
}
