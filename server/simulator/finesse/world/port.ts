/** What the faces of a simulated Finesse pair (REST, Notification Service, control API, logs) see of the world behind them. */
import type { EpochMs, TransportKind } from '#contract';
import type {
  Agent,
  AgentState,
  AgentView,
  Cause,
  Certificate,
  ConnectedUser,
  PerformanceCounters,
  Reason,
  ReleaseFeatures,
  RequestableState,
  Side,
  Site,
  SystemInfo,
  Team,
} from '../model';
import type { Switches } from '../switches';
import type { Action, ActionInput } from './actions';
import type { WorldEvent } from './events';
import type { WorldSettings } from './settings';

export type { Action, ActionInput } from './actions';
export type { WorldEvent } from './events';
export type { WorldSettings, WorldSettingsInput } from './settings';

/** Everything that tells one of the two servers. Read it when asked; `part-changed` and `system-info-changed` say when to. */
export interface SideView {
  readonly side: Side;
  readonly host: string;
  /** Of this side only: the other one has another. */
  readonly xmppDomain: string;
  readonly pubsubDomain: string;
  /** Whether each part runs. A host that is down takes the others with it. */
  parts(): Readonly<Record<'host' | 'tomcat' | 'notification' | 'cti', boolean>>;
  /** What a REST request meets: an answer, silence until its timeout, 503 for all but SystemInfo, or a passing 500. */
  rest(): 'up' | 'timeout' | 'out-of-service' | 'failing';
  /** Added to every answer, ms. */
  restDelayMs(): number;
  systemInfo(): SystemInfo;
  inService(): boolean;
  /** Presence of `finesse@<xmppDomain>`; meaningless while the Notification Service is down. */
  finesseAvailable(): boolean;
  certificate(): Certificate;
  /** As the server's cache has it, up to 5 s old; null: this release has no such API. */
  connectedUsers(): ConnectedUsersView | null;
  /** null: this release has no such API. */
  performance(): PerformanceCounters | null;
  /** null: this release has no such API. */
  maintenanceMode(): MaintenanceView | null;
  /** An agent as this side tells it; null = no such user. */
  user(loginId: string): AgentView | null;
  users(): AgentView[];
  /** Full JIDs that are available here, of simulated desktops and reported sessions alike, bare JID → full JIDs. */
  availableJids(bareJid: string): string[];
  /** Simulated desktops and reported sessions. */
  sessions(): SessionView[];
}

export interface ConnectedUsersView {
  takenAt: EpochMs;
  users: readonly ConnectedUser[];
}

export interface MaintenanceView {
  status: 'NONE' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  pendingUserDisconnections: number;
  usersLoggedIn: number;
}

export interface SessionView {
  /** 8 hexadecimal digits, as `sid` in the logs. */
  id: string;
  /** Full JID. */
  jid: string;
  transport: TransportKind;
  available: boolean;
  openedAt: EpochMs;
  lastContactAt: EpochMs;
  /** A desktop inside this process, without a connection. */
  simulated: boolean;
}

/** Why the service ends a session. */
export type Kick =
  /** Swept after being idle; `silent`: the client learns at its next request. */
  | { kind: 'idle'; silent: boolean }
  /** Another session took its full JID. */
  | { kind: 'conflict' }
  /** The Notification Service stops. */
  | { kind: 'shutdown' };

/** A real XMPP session that a face carries. */
export interface SessionHandle {
  readonly id: string;
  /** The client was heard. `held`: a BOSH request is being held from now on (true) or no more (false): idle counts only without. */
  contact(held?: boolean): void;
  presence(available: boolean): void;
  /** `clean`: the client said goodbye. Only the first call counts; none is expected after a kick. */
  closed(how: { clean: boolean }): void;
}

export interface SessionOpening {
  user: string;
  resource: string;
  transport: TransportKind;
  /** Called at most once; the session no longer exists then. */
  onKick(kick: Kick): void;
}

export interface Account {
  username: string;
  role: 'agent' | 'supervisor' | 'administrator';
  /** Ids of teams that the account supervises. */
  supervises: readonly string[];
  sso: boolean;
  /** A simulated agent works under it. */
  agent: Agent | null;
}

export type Authentication =
  | { ok: true; account: Account }
  /** `sso`: Basic is refused in SSO mode, whatever the password. */
  | { ok: false; why: 'wrong-password' | 'locked' | 'unknown-user' | 'sso' };

export type StateRequest =
  /** 202; the outcome comes as an event with the request id. */
  { ok: true } | { ok: false; status: 400 | 404 | 503; errorType: string; errorMessage: string; errorData: string };

/** Facts for the faces that have no place in Finesse. */
export interface Outside {
  /** Nobody outside reaches either side; what is in flight waits without a word, as TCP has it. */
  observerCut: boolean;
}

export interface World {
  readonly settings: WorldSettings;
  readonly switches: Switches;
  readonly features: ReleaseFeatures;
  side(side: Side): SideView;
  agents(): readonly Agent[];
  agent(loginId: string): Agent | null;
  teams(): readonly Team[];
  sites(): readonly Site[];
  outside(): Outside;

  /** Everybody who may sign in: the agents and the settings' accounts. */
  accounts(): readonly Account[];
  /** Checks a password, counting wrong ones: five lock the user for five minutes on that side. */
  authenticate(side: Side, username: string, password: string): Authentication;
  /** As a Notification Service needs them for its own checks; null = no such user, or one of SSO. */
  passwordOf(username: string): string | null;
  /** Whether the account may subscribe to this feed, by the switches; a feed that does not exist is not found. */
  feedAccess(username: string, feed: string): 'granted' | 'forbidden' | 'not-found';
  /** Whether the account may see that user's presence. `finesse` is always seen. */
  presenceAccess(username: string, target: string): 'granted' | 'refused';
  /** Feeds that a user is subscribed to from the start, FINESSE §3.1. */
  defaultFeeds(username: string): string[];
  /** What the REST lists of reason codes have: never system codes. */
  reasonCodes(): readonly (Reason & { id: number; forAll: boolean })[];

  /** A PUT to a user. `requestId` comes back in the event. */
  requestState(side: Side, loginId: string, wanted: RequestedState): StateRequest;
  /** Reports a real session; a session of the same full JID is ended with `conflict`. Null: the Notification Service is down. */
  sessionOpened(side: Side, opening: SessionOpening): SessionHandle | null;

  /** @returns what stops it. Listeners are called in the order of events, synchronously. */
  subscribe(listener: (event: WorldEvent) => void): () => void;
  /** Does something now. Selectors that match nobody are problems. */
  act(action: ActionInput, label?: string): Acted;
  /** The true state of the world for control APIs and tests: what no Finesse API tells. */
  truth(): Truth;
  stop(): void;
}

export interface RequestedState {
  state: RequestableState;
  reasonCodeId?: number;
  extension?: string;
  requestId: string;
}

export type Acted = { ok: true; action: Action; agents: number } | { ok: false; problem: string };

export interface Truth {
  at: EpochMs;
  agents: number;
  /** By CTI state. */
  states: Partial<Record<AgentState, number>>;
  connected: Record<Side, number>;
  /** Grace timers that run now. */
  graces: { side: Side; loginId: string; until: EpochMs }[];
  /** How many agents' states changed for which reason, since the start. */
  causes: Partial<Record<Cause, number>>;
  cutSites: string[];
}
