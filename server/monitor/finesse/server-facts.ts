/** What a server says of itself, as it is recorded: every change with the names of the fields that changed. */
import type { EpochMs, ServerFacts } from '#contract';
import type { RungObservation } from '../../domain/presence/readiness';
import type { SystemInfo } from '../../finesse/parse/system-info';

export function factsOf(info: SystemInfo, release: string | null): ServerFacts {
  return {
    status: info.status,
    statusReason: info.statusReason,
    deployment: info.deploymentType,
    authMode: info.authMode,
    release,
    xmppDomain: info.xmppDomain,
    pubsubDomain: info.pubsubDomain,
    ctiHeartbeat: info.lastCtiHeartbeatStatus,
    ctiServers: info.ctiServers.map(({ host, active }) => ({ host, active })),
    ctiMaintenance: info.ctiMaintenance,
    finesseMaintenance: info.finesseMaintenance,
    httpStatus: 200,
    zoneOffsetMin: info.timezoneOffsetMin,
  };
}

/** An event leaves out what does not change. */
export function asEvent(told: ServerFacts, known: ServerFacts): ServerFacts {
  return {
    ...told,
    deployment: told.deployment ?? known.deployment,
    authMode: told.authMode ?? known.authMode,
    xmppDomain: told.xmppDomain ?? known.xmppDomain,
    pubsubDomain: told.pubsubDomain ?? known.pubsubDomain,
    ctiServers: told.ctiServers.length === 0 ? known.ctiServers : told.ctiServers,
    httpStatus: known.httpStatus,
    zoneOffsetMin: told.zoneOffsetMin ?? known.zoneOffsetMin,
  };
}

const UNTOLD: ServerFacts = {
  ...{ status: 'UNKNOWN', statusReason: null, deployment: null, authMode: null, release: null, xmppDomain: null },
  ...{ pubsubDomain: null, ctiHeartbeat: null, ctiServers: [], ctiMaintenance: null, finesseMaintenance: null },
  httpStatus: null,
};

/** SystemInfo was not answered, or not well: what was told before stands. @param httpStatus null: nothing answered */
export function factsWithoutInfo(known: ServerFacts | null, httpStatus: number | null): ServerFacts {
  return { ...(known ?? UNTOLD), httpStatus };
}

/** What the desktop's own configuration says to everybody, where no account may ask SystemInfo. */
export function factsOfDesktop(
  known: ServerFacts | null,
  told: { systemStatus?: string | undefined; systemAuthMode?: string | undefined },
): ServerFacts {
  const before = known ?? UNTOLD;
  return {
    ...{ ...before, httpStatus: 200, status: told.systemStatus?.toUpperCase() ?? before.status },
    authMode: told.systemAuthMode?.toUpperCase() ?? before.authMode,
  };
}

/** Empty: nothing, or it is the first. */
export function changedFields(before: ServerFacts | null, after: ServerFacts): string[] {
  if (before === null) return [];
  const had: Record<string, unknown> = { ...before };
  return Object.entries(after).flatMap(([name, value]) =>
    JSON.stringify(had[name]) === JSON.stringify(value) ? [] : [name],
  );
}

/** What SystemInfo says of the rungs that it speaks of. */
export function checksOf(info: SystemInfo, at: EpochMs, via: string): RungObservation[] {
  const inService = info.status === 'IN_SERVICE';
  const service: RungObservation = { rung: 'system-info', at, result: inService ? 'good' : 'bad', via };
  const heartbeat = info.lastCtiHeartbeatStatus;
  if (heartbeat === null) return [service];
  return [service, { rung: 'cti-heartbeat', at, result: heartbeat === 'SUCCESS' ? 'good' : 'bad', via }];
}

/** FINESSE §6, §7: out of service, in maintenance, or without its own session, Finesse counts no grace. @param finesse null: not known */
export function isDeaf(facts: ServerFacts | null, finesse: boolean | null): boolean {
  if (finesse === false) return true;
  if (facts === null || facts.status === 'UNKNOWN') return false;
  return facts.status !== 'IN_SERVICE' || facts.finesseMaintenance?.toUpperCase() === 'IN_PROGRESS';
}
