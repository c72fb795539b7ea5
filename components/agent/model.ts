/** What an agent's page shows, and how events change it. Pure; the page keeps one value of it. */
import {
  type AgentSnapshot,
  type AgentView,
  beganAt,
  type ClusterView,
  type Disconnect,
  type EpochMs,
  type EventOf,
  foldAgent,
  foldCluster,
  foldServer,
  type HealthSpan,
  type Recorded,
  type ServerView,
  type StateSpan,
  serverKeyOf,
  type Topic,
  topicOf,
} from '#contract';

export interface AgentPageModel {
  cluster: ClusterView;
  agent: AgentView;
  servers: readonly ServerView[];
  from: EpochMs;
  /** Oldest first; the last may go on. */
  health: readonly HealthSpan[];
  states: readonly StateSpan[];
  /** Newest first. */
  disconnects: readonly Disconnect[];
  /** Something came that only a snapshot tells in full: a gap, another team, another run of the worker. */
  outdated: boolean;
}

export function agentPageModel(snapshot: AgentSnapshot): AgentPageModel {
  const { cluster, agent, servers, from, health, states, disconnects } = snapshot;
  return { cluster, agent, servers, from, health, states, disconnects, outdated: false };
}

/** The agent's team alone: a page of one agent has no use for the events of thousands. */
export function agentPageTopics({ agent }: AgentSnapshot): Topic[] {
  const { clusterKey, teamId } = agent;
  return [topicOf.team(clusterKey, teamId), topicOf.cluster(clusterKey), topicOf.observer];
}

export function foldAgentPage(model: AgentPageModel, events: readonly Recorded[]): AgentPageModel {
  return events.reduce(foldOne, model);
}

function foldOne(model: AgentPageModel, e: Recorded): AgentPageModel {
  switch (e.type) {
    case 'observer-started':
    case 'observer-gap':
    case 'observer-stalled':
      return { ...model, outdated: true };
    case 'agent-listed':
    case 'agent-unlisted':
    case 'agent-health-changed':
    case 'agent-state-changed':
    case 'agent-state-recorded':
    case 'disconnect-changed':
      return isOurs(model.agent, e) ? foldOurs(model, e) : model;
    default:
      return foldPlace(model, e);
  }
}

type OfAgent = EventOf<
  | 'agent-listed'
  | 'agent-unlisted'
  | 'agent-health-changed'
  | 'agent-state-changed'
  | 'agent-state-recorded'
  | 'disconnect-changed'
>;

const isOurs = (agent: AgentView, e: OfAgent): boolean =>
  e.clusterKey === agent.clusterKey && e.loginId === agent.loginId;

function foldOurs(model: AgentPageModel, e: OfAgent): AgentPageModel {
  const agent = foldAgent(model.agent, e) ?? model.agent;
  switch (e.type) {
    case 'agent-listed':
      return { ...model, agent, outdated: model.outdated || agent.teamId !== model.agent.teamId };
    case 'agent-unlisted':
    case 'agent-state-changed':
      return { ...model, agent };
    case 'agent-health-changed':
      return { ...model, agent, health: followed(model.health, { from: e.since, to: null, health: e.health }) };
    case 'agent-state-recorded': {
      const { since: from, state, code, label } = e;
      return { ...model, states: withState(model.states, { from, to: null, state, code, label }) };
    }
    case 'disconnect-changed':
      return { ...model, disconnects: withDisconnect(model.disconnects, e.disconnect) };
  }
}

/** The one before ends where the next begins, and never before itself. */
function followed(spans: readonly HealthSpan[], next: HealthSpan): readonly HealthSpan[] {
  const last = spans.at(-1);
  if (last === undefined) return [next];
  const from = Math.max(last.from, next.from);
  return [...spans.slice(0, -1), { ...last, to: last.to === null ? from : Math.min(last.to, from) }, { ...next, from }];
}

/** A state may be told late, or by two feeds. */
function withState(spans: readonly StateSpan[], next: StateSpan): readonly StateSpan[] {
  if (spans.some((s) => s.from === next.from && s.state === next.state)) return spans;
  const after = spans.find((s) => s.from > next.from);
  const own = after === undefined ? next : { ...next, to: after.from };
  const before = spans
    .filter((s) => s.from <= next.from)
    .map((s) => (s.to === null || s.to > next.from ? { ...s, to: next.from } : s));
  return [...before, own, ...spans.filter((s) => s.from > next.from)];
}

function withDisconnect(list: readonly Disconnect[], next: Disconnect): readonly Disconnect[] {
  return [next, ...list.filter((d) => d.id !== next.id)].sort((a, b) => beganAt(b) - beganAt(a));
}

/** What is known of the cluster and its servers. */
function foldPlace(model: AgentPageModel, e: Recorded): AgentPageModel {
  if (!('clusterKey' in e) || e.clusterKey !== model.cluster.key) return model;
  const cluster = foldCluster(model.cluster, e) ?? model.cluster;
  const servers = model.servers.map((server) =>
    'nodeKey' in e && serverKeyOf(e.clusterKey, e.nodeKey) === serverKeyOf(server.clusterKey, server.nodeKey)
      ? (foldServer(server, e) ?? server)
      : server,
  );
  const same = servers.every((server, i) => server === model.servers[i]);
  return cluster === model.cluster && same ? model : { ...model, cluster, servers: same ? model.servers : servers };
}
