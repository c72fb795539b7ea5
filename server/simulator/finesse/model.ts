/** The nouns of a simulated Finesse A/B pair: sides, releases, deployments, agents and what its APIs tell of them. */
import { z } from 'zod';
import type { EpochMs } from '#contract';

export const sides = ['A', 'B'] as const;
export const side = z.enum(sides);
export type Side = z.infer<typeof side>;
export const otherSide = (s: Side): Side => (s === 'A' ? 'B' : 'A');

/** 12.6 stands for 12.6(2), the first with the Performance API. */
export const release = z.enum(['12.5', '12.6', '15.0']);
export type Release = z.infer<typeof release>;

export const deployment = z.discriminatedUnion('type', [
  /** `load`: "Logout on Agent Disconnect" of the peripheral; 0 is its default. */
  z.strictObject({ type: z.literal('UCCE'), load: z.union([z.literal(0), z.literal(1)]) }),
  /** `standby`: older ones keep the second side OUT_OF_SERVICE; newer ones run both. */
  z.strictObject({ type: z.literal('UCCX'), standby: z.boolean() }),
]);
export type Deployment = z.infer<typeof deployment>;

/** FINESSE §1.4. HOLD and WORK_READY exist on UCCE only; LOGIN is a request, never a state. */
export const agentStates = [
  'LOGOUT',
  'NOT_READY',
  'READY',
  'RESERVED',
  'RESERVED_OUTBOUND',
  'RESERVED_OUTBOUND_PREVIEW',
  'TALKING',
  'HOLD',
  'WORK',
  'WORK_READY',
  'UNKNOWN',
] as const;
export const agentState = z.enum(agentStates);
export type AgentState = z.infer<typeof agentState>;
/** What a PUT to a user may ask for. */
export const requestableStates = ['LOGIN', 'LOGOUT', 'NOT_READY', 'READY'] as const;
export type RequestableState = (typeof requestableStates)[number];

export const isOnCall = (state: AgentState): boolean => state === 'TALKING' || state === 'HOLD';

/** How a desktop holds its session. */
export const desktopTransports = ['websocket', 'bosh'] as const;
export type DesktopTransport = (typeof desktopTransports)[number];

/** What an agent's computer hangs on. */
export const networkProfiles = ['lan', 'vpn', 'wifi', 'laptop', 'throttled'] as const;
export const networkProfile = z.enum(networkProfiles);
export type NetworkProfile = z.infer<typeof networkProfile>;

export interface Site {
  /** e.g. `Lyon`. */
  name: string;
  /** Its people come in through a VPN, its own line, or a proxy that all share. */
  path: 'lan' | 'vpn' | 'proxy';
  /** Round trip from there to the servers. */
  rttMs: number;
}

export interface Team {
  /** As in `/finesse/api/Team/{id}`. */
  id: string;
  name: string;
  /** Login ids, supervisors included. */
  members: readonly string[];
  supervisors: readonly string[];
}

/** Who an agent is; what they are doing is in `AgentView`. */
export interface Agent {
  /** Numeric on UCCE, letters on UCCX; also the local part of the JID, in lower case. */
  loginId: string;
  loginName: string;
  firstName: string;
  lastName: string;
  extension: string;
  roles: readonly ('Agent' | 'Supervisor')[];
  teamId: string;
  teamName: string;
  site: string;
  profile: NetworkProfile;
  transport: DesktopTransport;
  /** Name of the agent's computer: never in a Finesse answer. */
  host: string;
}

/** A reason as the User API tells it. -1: none, or not recoverable after a failover. */
export interface Reason {
  code: number;
  label: string;
  category: 'NOT_READY' | 'LOGOUT';
  /** Made by CCE or CCX itself: never in the REST lists of reason codes. */
  systemCode: boolean;
}

/** An agent as one side tells it by REST and events. */
export interface AgentView {
  agent: Agent;
  state: AgentState;
  pendingState: AgentState | null;
  /** `YYYY-MM-DDThh:mm:ss.SSSZ` by this side's clock, or '' (before the first event; on UCCX after a failover). */
  stateChangeTime: string;
  reason: Reason | null;
  /** '' after a logout that the agent chose. */
  extension: string;
  /** Calls in progress. */
  dialogs: number;
}

/** Why an agent's state changed: the simulator's own truth, which no API tells. */
export const causes = [
  'call',
  'self',
  'supervisor',
  'inactivity',
  'phone',
  'pg-reset',
  'sso-expired',
  'presence-lost',
  'sign-in',
  'request',
] as const;
export type Cause = (typeof causes)[number];

export type ServiceStatus = 'IN_SERVICE' | 'OUT_OF_SERVICE';
export type AuthMode = 'NON_SSO' | 'SSO' | 'HYBRID';

/** FINESSE §1.2. Fields that the release does not have are absent. */
export interface SystemInfo {
  currentTimestamp: string;
  deploymentType: 'UCCE' | 'UCCX';
  primaryNode: { host: string };
  secondaryNode: { host: string };
  status: ServiceStatus;
  statusReason: string;
  lastCTIHeartbeatStatus: 'success' | 'failure';
  lastSuccessCTIHeartbeatTime: string;
  /** Seconds. */
  ctiHeartbeatInterval: number;
  ctiVersion: string;
  ctiServers: { host: string; port: number; active: boolean; connectedDurationS: number }[];
  systemAuthMode: AuthMode;
  /** Minutes. */
  timezoneOffset: number;
  uri: string;
  xmppDomain: string;
  xmppPubSubDomain: string;
  maintenance?: { finesseMMode: boolean; finesseTimeInMModeS: number; ctiMMode: boolean; ctiTimeInMModeS: number };
}

/** One entry of ConnectedUsersInfo, FINESSE §1.6. */
export interface ConnectedUser {
  loginId: string;
  userType: 'DESKTOP' | 'FIPPA' | 'THIRDPARTY';
  /** Full JID. */
  xmppJid: string;
  teamName: string;
  extension: string;
  firstName: string;
  lastName: string;
  connectedDurationS: number;
  /** The Finesse host, not the agent's. */
  connectedHostName: string;
  viaProxy: boolean;
}

/** The Performance API's counters that FINESSE §1.6 names. */
export interface PerformanceCounters {
  numOfActiveAgentsLoggedIn: number;
  numOfAgentsLoggedIn: number;
  totalCallsInSystem: number;
  systemState: 'STATE_IN_SERVICE' | 'STATE_OUT_OF_SERVICE';
  executingTaskCount: number;
  queuedTaskCount: number;
  openfireThreadCount: number;
  tomcatThreadCount: number;
  requestLongestTimeMs: number;
  /** 0..1 */
  processCpuLoad: number;
  ctiAverageProcessingTimeMs: number;
}

export interface Certificate {
  validFrom: EpochMs;
  validUntil: EpochMs;
  /** Another number is another certificate. */
  serial: number;
}

/** What a release has, FINESSE §1.6 and §5. */
export interface ReleaseFeatures {
  connectedUsers: boolean;
  performance: boolean;
  maintenanceMode: boolean;
  /** Plain TCP and plain BOSH are open by default. */
  plainPorts: boolean;
  /** From 12.6 on deprecated together with port 7443, but there. */
  bosh: boolean;
  websocketPort: 7443 | 8445;
}

export const featuresOf: Record<Release, ReleaseFeatures> = {
  '12.5': {
    ...{ connectedUsers: false, performance: false, maintenanceMode: false },
    ...{ plainPorts: false, bosh: true, websocketPort: 7443 },
  },
  '12.6': {
    ...{ connectedUsers: true, performance: true, maintenanceMode: true },
    ...{ plainPorts: false, bosh: true, websocketPort: 8445 },
  },
  '15.0': {
    ...{ connectedUsers: true, performance: true, maintenanceMode: true },
    ...{ plainPorts: false, bosh: true, websocketPort: 8445 },
  },
};
