/** What the parts of a connection test share. */
import type { TestFound } from '#contract';
import type { Refusals } from '../../domain/set-up/tries';
import type { Time } from '../../time/time';
import type { OpenWire, TlsTrust } from '../../transport/port';
import type { OpenSession, Secret } from '../../xmpp/port';
import type { Steps } from './steps';

export interface TestContext {
  time: Time;
  /** Whoever asked is gone, or it took too long. */
  signal: AbortSignal;
  steps: Steps;
  openSession: OpenSession;
  openWire: OpenWire;
  tries: TriesBook;
  /** Servers of what is configured: an account is never tried on the other side of one of them. */
  servers: readonly ConfiguredServer[];
}

export interface ConfiguredServer {
  clusterKey: string;
  nodeKey: string;
  host: string;
  /** Where the password goes today. */
  sentTo: string;
  username: string;
  password: Secret;
}

/** Refusals by (host, user), over all tests. */
export interface TriesBook {
  of(host: string, username: string): Refusals;
  refused(host: string, username: string): void;
}

/** Whom one connects to, in lower case. */
export function hostOf(address: { host: string } | { url: string }): string {
  return ('host' in address ? address.host : new URL(address.url).hostname).toLowerCase();
}

export interface Credentials {
  username: string;
  password: Secret;
}

export const nothingFound: TestFound = {
  ...{ deployment: null, release: null, xmppDomain: null, otherHost: null, teams: [], ways: [] },
};

export function trustOf(
  given: { kind: 'usual' } | { kind: 'ca'; pem: string } | { kind: 'pin'; pin: string },
): TlsTrust {
  switch (given.kind) {
    case 'usual':
      return {};
    case 'ca':
      return { ca: given.pem };
    case 'pin':
      return { pin: given.pin };
  }
}
