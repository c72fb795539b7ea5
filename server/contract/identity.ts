/** The names that things keep: keys, topics, transports and the origin of every fact. */
import { z } from 'zod';

/** Milliseconds since 1970-01-01T00:00:00Z, an integer. */
export const epochMs = z.number().int().nonnegative();
export type EpochMs = number;

/** A stable key of a cluster or node: history hangs on it, so renaming loses nothing (DESIGN: words and identity). */
export const slug = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    'a key is 1 to 64 of a-z, 0-9, ".", "_" and "-", starting with a letter or digit',
  );

export const transportKinds = ['tcp', 'websocket', 'bosh'] as const;
export const transportKind = z.enum(transportKinds);
export type TransportKind = z.infer<typeof transportKind>;

/** `cluster/node/transport`, e.g. `lab/prosody/websocket`. */
export const targetKey = z.string().regex(/^[a-z0-9._-]+\/[a-z0-9._-]+\/(tcp|websocket|bosh)$/, 'not a target key');
export type TargetKey = string;

export function targetKeyOf(clusterKey: string, nodeKey: string, transport: TransportKind): TargetKey {
  return `${clusterKey}/${nodeKey}/${transport}`;
}

/** A topic is the unit of permission: every subscriber of one gets the same batches. */
export const topic = z
  .string()
  .regex(
    /^(cluster:[a-z0-9._-]+|agents:[a-z0-9._-]+|team:[a-z0-9._-]+\/[A-Za-z0-9._~-]{1,128}|target:[a-z0-9._-]+\/[a-z0-9._-]+\/(tcp|websocket|bosh)|observer|incidents|service-incidents|incidents:[a-z0-9._-]+\/[A-Za-z0-9._~-]{1,128}|admin)$/,
  );
export type Topic = string;

export const topicOf = {
  cluster: (clusterKey: string): Topic => `cluster:${clusterKey}`,
  /** Every agent of a cluster, for those who may see all its teams. */
  agents: (clusterKey: string): Topic => `agents:${clusterKey}`,
  team: (clusterKey: string, teamId: string): Topic => `team:${clusterKey}/${teamId}`,
  target: (key: TargetKey): Topic => `target:${key}`,
  /** Gaps, stalls and starts of the observer: they concern every target, and everybody may know them. */
  observer: 'observer' as Topic,
  /** Incidents as a whole, for those who may see all teams. */
  incidents: 'incidents' as Topic,
  /** Incidents in which no agents are counted, for everybody who may see the service. */
  serviceIncidents: 'service-incidents' as Topic,
  /** One team's share of incidents of agents. */
  teamIncidents: (clusterKey: string, teamId: string): Topic => `incidents:${clusterKey}/${teamId}`,
  admin: 'admin' as Topic,
};

/** What a port or side is expected to be; what is closed by design is never down. */
export const expectation = z.enum(['open', 'closed', 'optional']);
export type Expectation = z.infer<typeof expectation>;
