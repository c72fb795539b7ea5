/** What a simulated service can be told at its start. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { BoshSettings } from './bosh-settings';
import type { Latencies } from './latency';
import type { Mechanism } from './sasl';
import type { ServiceExtension, User } from './service';

/** PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/** Serves an HTTP upgrade, whatever port it came in at. */
export type HttpUpgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** 0 = a free port. The secure ports are opened only with a certificate. */
export interface Ports {
  tcp: number;
  tls: number;
  websocket: number;
  wss: number;
  bosh: number;
  https: number;
}
export type PortName = keyof Ports;

export const freePorts: Ports = { tcp: 0, tls: 0, websocket: 0, wss: 0, bosh: 0, https: 0 };

export interface SimulatorOptions {
  /** Domain of the service, e.g. `sim.example`. */
  domain: string;
  users: readonly User[];
  /** Loopback unless told otherwise. */
  host?: string;
  ports?: Partial<Ports>;
  /** Ports that are not opened. */
  closed?: readonly PortName[];
  /** BOSH and WebSocket share one port: that of `bosh` without TLS, that of `https` with it. */
  shared?: { plain: boolean; secure: boolean };
  certificate?: Certificate | null;
  /** Plain TCP must be upgraded before signing in. */
  requireTls?: boolean;
  /** All unless told otherwise. */
  mechanisms?: readonly Mechanism[];
  latencies?: Latencies;
  bosh?: Partial<BoshSettings>;
  paths?: { websocket: string; bosh: string };
  /** Of drops and jitter. */
  seed?: number;
  extension?: ServiceExtension;
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
