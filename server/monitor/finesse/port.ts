/** What the watch of a Finesse cluster works with, and what its parts know of each other. */
import type { ClusterView, DistributiveOmit, Event, Fact, FinesseSide, ServerView, TargetKey } from '#contract';
import type { FinesseClusterConfig, FinesseServerConfig, TargetConfig } from '../../config/schema';
import type { ListMeaning } from '../../domain/presence/capabilities';
import type { SystemInfo } from '../../finesse/parse/system-info';
import type { RestClient, RestOptions } from '../../finesse/rest/client';
import type { Time } from '../../time/time';
import type { Fleet } from '../fleet';
import type { SessionListener } from '../port';
import type { AgentWatch } from '../presence/port';

export interface FinesseDeps {
  time: Time;
  publish(fact: Fact): void;
  /** The bus: our own stalls, and what became of disconnects. @returns how to stop listening */
  subscribe(listener: (event: Event) => void): () => void;
  watch: AgentWatch;
  fleet: Pick<Fleet, 'add' | 'archiveMissing' | 'stopTarget' | 'resume'>;
  createRest(options: RestOptions): RestClient;
  /** The server's open doors as targets, the one that subscribes first; empty: none found, asked again later. */
  findTargets(cluster: FinesseClusterConfig, server: FinesseServerConfig, info: KnownServer): Promise<TargetConfig[]>;
  /** By the database, of this cluster; removed ones included. */
  known: { cluster: ClusterView | null; servers: readonly ServerView[] };
  demo: boolean;
  /** What no event says, for the log. */
  note(what: string, detail: Record<string, unknown>): void;
}

/** What is needed to connect, as the server told it. */
export interface KnownServer {
  domain: string;
  release: string | null;
}

export interface FinesseCluster {
  /** Unsubscribes, and asks for nothing more. */
  stop(): Promise<void>;
  /** Somebody says that the accounts of this server are right now. @returns null, or why not */
  retry(nodeKey: string): string | null;
  /** What the list of connected users means here is proven now. */
  listMeans(meaning: ListMeaning): void;
  sessionListener(key: TargetKey): SessionListener | null;
}

/** A fact about one server, without its ids and time. */
export type ServerFact = DistributiveOmit<
  Extract<Fact, { nodeKey: string; side: FinesseSide }>,
  'clusterKey' | 'nodeKey' | 'side' | 'at'
>;
export type SayOfServer = (fact: ServerFact) => void;

/** What one side has shown so far, for what can be promised. */
export interface SideKnowledge {
  release: string | null;
  deployment: string | null;
  authMode: string | null;
  /** null: not tried yet. */
  presence: boolean | null;
  agentFeeds: boolean | null;
  connectedUsers: boolean | null;
  /** How late its events are, ms. */
  eventDelayMs: number;
}

export const nothingKnown: SideKnowledge = {
  ...{ release: null, deployment: null, authMode: null, presence: null, agentFeeds: null, connectedUsers: null },
  eventDelayMs: 0,
};

export const SSO_MODES: readonly string[] = ['SSO', 'HYBRID'];

/** As SystemInfo tells it. */
export function knowledgeOf(info: SystemInfo): Partial<SideKnowledge> {
  return {
    ...(info.deploymentType === null ? {} : { deployment: info.deploymentType }),
    ...(info.authMode === null ? {} : { authMode: info.authMode }),
  };
}
