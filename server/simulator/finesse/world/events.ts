/** Everything that a world tells: what its services would send, what their logs would say, and its own truth for tests. */
import type { EpochMs, TransportKind } from '#contract';
import type { AgentState, AgentView, Cause, Reason, Side } from '../model';
import type { ActionKind } from './actions';

/** How a forced end came about, or how a stay ended: DESIGN §5. */
export type Outcome =
  | 'forced-logout'
  | 'forced-not-ready'
  | 'self'
  | 'supervisor'
  | 'inactivity'
  | 'phone'
  | 'pg-reset'
  | 'sso-expired';

export type WorldEvent =
  | AgentChanged
  | ApiError
  | PresenceChanged
  | FinessePresence
  | SystemInfoChanged
  | PartChanged
  | SessionOpened
  | SessionClosed
  | OutsideChanged
  | CertificateChanged
  | LogFact
  | GraceChanged
  | OutcomeReached
  | DesktopChanged
  | ActionDone;

/** One side publishes an agent's state: on its own feed and on that of its team. */
export interface AgentChanged {
  type: 'agent-changed';
  at: EpochMs;
  side: Side;
  loginId: string;
  view: AgentView;
  /** pubsub nodes, e.g. `/finesse/api/User/1001` and `/finesse/api/Team/5/Users`. */
  feeds: readonly [user: string, team: string];
  /** Of the PUT that asked for it; '' otherwise. */
  requestId: string;
  /** The state as it was, told again after a recovery, with its old stamp. */
  republished: boolean;
  /** Truth, not part of what is published. */
  cause: Cause;
}

/** A request was accepted with 202 and then failed: `<apiErrors>` on the user's feed. */
export interface ApiError {
  type: 'api-error';
  at: EpochMs;
  side: Side;
  loginId: string;
  feed: string;
  requestId: string;
  errorType: string;
  errorMessage: string;
  errorData: string;
}

/** Openfire broadcasts presence of one full JID. */
export interface PresenceChanged {
  type: 'presence-changed';
  at: EpochMs;
  side: Side;
  /** Full JID. */
  jid: string;
  user: string;
  available: boolean;
}

export interface FinessePresence {
  type: 'finesse-presence';
  at: EpochMs;
  side: Side;
  available: boolean;
}

/** A field of SystemInfo other than its timestamps changed; published on its feed when the Notification Service is up. */
export interface SystemInfoChanged {
  type: 'system-info-changed';
  at: EpochMs;
  side: Side;
  feed: '/finesse/api/SystemInfo';
  published: boolean;
}

export interface PartChanged {
  type: 'part-changed';
  at: EpochMs;
  side: Side;
  part: 'host' | 'tomcat' | 'notification' | 'cti';
  up: boolean;
}

export interface SessionOpened {
  type: 'session-opened';
  at: EpochMs;
  side: Side;
  sessionId: string;
  jid: string;
  transport: TransportKind;
  simulated: boolean;
}

export type SessionEnd =
  /** The client said goodbye. */
  | 'clean'
  /** Its connection was closed or reset. */
  | 'lost'
  /** Swept after being idle, without or with a word. */
  | 'idle-silent'
  | 'idle-terminate'
  | 'conflict'
  | 'shutdown';

export interface SessionClosed {
  type: 'session-closed';
  at: EpochMs;
  side: Side;
  sessionId: string;
  jid: string;
  transport: TransportKind;
  how: SessionEnd;
  lastContactAt: EpochMs;
  simulated: boolean;
}

export interface OutsideChanged {
  type: 'outside-changed';
  at: EpochMs;
  observerCut: boolean;
}

export interface CertificateChanged {
  type: 'certificate-changed';
  at: EpochMs;
  side: Side;
}

/** What ends up in a server's log and is not told by another event; `logs/` writes the lines. */
export type LogFact = { type: 'log'; at: EpochMs; side: Side } & (
  | { what: 'session-idle'; sessionId: string; jid: string; idleMs: number }
  | { what: 'stored-offline'; bareJid: string }
  | { what: 'presence-seen'; jid: string; loginId: string; available: boolean }
  | { what: 'grace-running'; loginId: string; sinceMs: number }
  | { what: 'presence-driven-logout'; loginId: string }
  | {
      what: 'cti-request';
      loginId: string;
      extension: string;
      state: AgentState;
      reasonCode: number;
      force: boolean;
    }
  | {
      what: 'cti-decoded';
      loginId: string;
      extension: string;
      state: AgentState;
      reasonCode: number;
      receivedAt: EpochMs;
    }
  | { what: 'cti-lost' }
  | { what: 'cti-established' }
  | { what: 'xmpp-lost' }
  | { what: 'xmpp-connected' }
);

/** Truth: Finesse on this side saw the presence go, and counts. */
export interface GraceChanged {
  type: 'grace-changed';
  at: EpochMs;
  side: Side;
  loginId: string;
  /** `ignored`: over, and there was nothing to do (signed off meanwhile, out of service, or on the other side by the switch). */
  change: 'started' | 'cancelled' | 'acted' | 'ignored';
  until: EpochMs;
}

/** Truth: a stay ended, or was taken away. */
export interface OutcomeReached {
  type: 'outcome';
  at: EpochMs;
  loginId: string;
  outcome: Outcome;
  reason: Reason | null;
  /** The side that acted; null: none did, CTI itself. */
  by: Side | null;
  /** A side acted although the agent was connected to the other one. */
  race: boolean;
  stateBefore: AgentState;
  /** It waited for the end of a call. */
  afterCall: boolean;
}

/** Truth: where a simulated desktop is. */
export interface DesktopChanged {
  type: 'desktop-changed';
  at: EpochMs;
  loginId: string;
  phase: 'closed' | 'connected' | 'reloading' | 'searching' | 'loading';
  side: Side | null;
}

/** Truth: somebody did something to the world. */
export interface ActionDone {
  type: 'action-done';
  at: EpochMs;
  what: ActionKind;
  /** Of the scenario's step; '' from elsewhere. */
  label: string;
  /** Whom it concerned at once. */
  agents: number;
}
