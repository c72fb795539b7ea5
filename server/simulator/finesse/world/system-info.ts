/** What GET SystemInfo says of a side: its fields from its state, FINESSE §1.2. */
import type { EpochMs } from '#contract';
import type { AuthMode, Deployment, ReleaseFeatures, ServiceStatus, Side, SystemInfo } from '../model';

export interface SystemInfoFacts {
  now: EpochMs;
  side: Side;
  hosts: Readonly<Record<Side, string>>;
  deployment: Deployment;
  features: ReleaseFeatures;
  authMode: AuthMode;
  timezoneOffsetMin: number;
  status: ServiceStatus;
  statusReason: string;
  ctiUp: boolean;
  ctiChangedAt: EpochMs;
  /** null: not in maintenance mode. */
  maintenanceSince: EpochMs | null;
}

/** FINESSE §1.2: one CTI heartbeat every 2 s. */
const HEARTBEAT_S = 2;

export function systemInfoOf(f: SystemInfoFacts): SystemInfo {
  const stamp = (at: EpochMs) => new Date(at).toISOString();
  const connectedS = f.ctiUp ? Math.floor((f.now - f.ctiChangedAt) / 1000) : 0;
  return {
    currentTimestamp: stamp(f.now),
    deploymentType: f.deployment.type,
    primaryNode: { host: f.hosts.A },
    secondaryNode: { host: f.hosts.B },
    status: f.status,
    statusReason: f.statusReason,
    lastCTIHeartbeatStatus: f.ctiUp ? 'success' : 'failure',
    lastSuccessCTIHeartbeatTime: stamp(f.ctiUp ? f.now - (f.now % (HEARTBEAT_S * 1000)) : f.ctiChangedAt),
    ctiHeartbeatInterval: HEARTBEAT_S,
    ctiVersion: f.deployment.type === 'UCCE' ? '24' : '14',
    ctiServers: [
      { host: `cti-${f.side.toLowerCase()}.sim.example`, port: 42027, active: f.ctiUp, connectedDurationS: connectedS },
    ],
    systemAuthMode: f.authMode,
    timezoneOffset: f.timezoneOffsetMin,
    uri: '/finesse/api/SystemInfo',
    xmppDomain: f.hosts[f.side],
    xmppPubSubDomain: `pubsub.${f.hosts[f.side]}`,
    ...(f.features.maintenanceMode ? { maintenance: maintenanceOf(f) } : {}),
  };
}

function maintenanceOf({ maintenanceSince, now }: SystemInfoFacts) {
  const since = maintenanceSince;
  return {
    ...{ finesseMMode: since !== null, finesseTimeInMModeS: since === null ? 0 : Math.floor((now - since) / 1000) },
    ...{ ctiMMode: false, ctiTimeInMModeS: 0 },
  };
}
