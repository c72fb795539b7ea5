/** What a valid configuration is, after parsing: the type that the rest of the worker sees. */
import type { Expectation, TargetKey, TransportKind } from '#contract';
import type { SessionOptions } from '../xmpp/port';

/** Timing of one session. Defaults follow Cisco's desktop: 10 s, 10 s, 2 retries. */
export interface SessionPolicy {
  pingIntervalMs: number;
  pingTimeoutMs: number;
  pingRetries: number;
  connectTimeoutMs: number;
}

/** One thing that we hold a session to: node + account + transport + policy. */
export interface TargetConfig {
  key: TargetKey;
  clusterKey: string;
  clusterName: string;
  nodeKey: string;
  nodeName: string;
  transport: TransportKind;
  /** For people: `wss://host:port/path`, `xmpp://host:port (STARTTLS)`. */
  address: string;
  expect: Expectation;
  session: SessionOptions;
  policy: SessionPolicy;
}

export interface HoldfastConfig {
  /** Where it came from, for messages; null = no file was given. */
  file: string | null;
  targets: TargetConfig[];
}
