/** What a simulated service can be told at its start. */
import type { BoshSettings } from './bosh-session';
import type { Latencies } from './latency';
import type { User } from './service';

/** PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/** 0 = a free port. The secure ports are opened only with a certificate. */
export interface Ports {
  tcp: number;
  tls: number;
  websocket: number;
  wss: number;
  bosh: number;
  https: number;
}

export const freePorts: Ports = { tcp: 0, tls: 0, websocket: 0, wss: 0, bosh: 0, https: 0 };

export interface SimulatorOptions {
  /** Domain of the service, e.g. `sim.example`. */
  domain: string;
  users: readonly User[];
  /** Loopback unless told otherwise. */
  host?: string;
  ports?: Partial<Ports>;
  certificate?: Certificate | null;
  /** Plain TCP must be upgraded before signing in. */
  requireTls?: boolean;
  latencies?: Latencies;
  bosh?: Partial<BoshSettings>;
  paths?: { websocket: string; bosh: string };
  /** Of drops and jitter. */
  seed?: number;
}

export const defaultPaths = { websocket: '/xmpp-websocket', bosh: '/http-bind' };

/** Where each transport is; the secure ones are null without a certificate. */
export interface Addresses {
  tcp: { host: string; port: number };
  tls: { host: string; port: number } | null;
  websocket: string;
  wss: string | null;
  bosh: string;
  https: string | null;
}
