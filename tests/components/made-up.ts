/** Made-up targets for the components' tests: one line says what is special about them. */
import type { Failure, SessionView, TargetState, TransportKind } from '#contract';
import { noAnswer } from '../support/facts';

export const nineFourteen = Date.parse('2026-11-20T09:14:02Z');
export const refused: Failure = { kind: 'transport', condition: 'connection-refused', phase: 'tcp', text: null };
export const wrongPassword: Failure = { kind: 'auth', condition: 'not-authorized', phase: 'sasl', text: null };

export const online: SessionView = { phase: 'online', since: nineFourteen - 3_600_000, misses: 0 };
export const backingOff = (failure: Failure = noAnswer): SessionView => ({
  phase: 'backoff',
  since: nineFourteen,
  attempt: 1,
  retryAt: nineFourteen + 5_000,
  failure,
});

export function madeUp(transport: TransportKind, change: Partial<TargetState> = {}): TargetState {
  const nodeName = change.nodeName ?? 'prosody';
  return {
    key: `lab/${nodeName}/${transport}`,
    clusterKey: 'lab',
    nodeKey: nodeName,
    transport,
    clusterName: 'Lab',
    nodeName,
    domain: 'lab.example',
    address: 'ws://127.0.0.1:5280/xmpp-websocket',
    expect: 'open',
    pingIntervalMs: 10_000,
    pingTimeoutMs: 10_000,
    pingRetries: 2,
    demo: false,
    archived: false,
    session: online,
    lastPing: { at: nineFourteen - 31_000, rttMs: 12 },
    lastLoss: null,
    certificate: null,
    ...change,
  };
}

/** Lost at 09:14:02, and waiting for the next try. */
export function lostOne(transport: TransportKind, change: Partial<TargetState> = {}): TargetState {
  return madeUp(transport, {
    session: backingOff(),
    lastLoss: { at: nineFourteen, failure: noAnswer, onlineForMs: 3_600_000 },
    ...change,
  });
}
