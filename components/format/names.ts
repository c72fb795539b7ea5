/** The words for transports and connect phases. */
import type { ConnectPhase, Failure, TransportKind } from '#contract';

const transports: Record<TransportKind, string> = { tcp: 'TCP', websocket: 'WebSocket', bosh: 'BOSH' };

export function transportName(kind: TransportKind): string {
  return transports[kind];
}

const phases: Record<ConnectPhase, string> = {
  dns: 'DNS',
  tcp: 'TCP',
  tls: 'TLS',
  upgrade: 'WebSocket upgrade',
  'bosh-session': 'BOSH session',
  features: 'Stream features',
  sasl: 'SASL',
  bind: 'Bind',
  presence: 'Presence',
  'first-ping': 'First ping',
};

export function phaseName(phase: Failure['phase']): string {
  return phase === 'online' ? 'Connection' : phases[phase];
}
