/** What Prometheus may ask about agents, feeds and servers (DESIGN §10), folded from events. */
import { Gauge, type Registry } from 'prom-client';
import { type AgentView, agentKeyOf, type Event, type HealthKind, healthKinds, type RungState } from '#contract';

export interface AgentMetrics {
  onEvent(event: Event): void;
  /** Agents as a former run left them: of those who stay as they are, no event will tell. */
  know(agents: readonly AgentView[]): void;
}

interface Counted {
  cluster: string;
  team: string;
  health: HealthKind;
}

export function createAgentMetrics(registry: Registry): AgentMetrics {
  const agents = new Map<string, Counted>();
  const { feeds, rungs } = metersOf(registry, () => agents.values());

  function removeOf(cluster: string): void {
    for (const [key, agent] of agents) if (agent.cluster === cluster) agents.delete(key);
  }

  return {
    onEvent(e) {
      switch (e.type) {
        case 'agent-listed': {
          const key = agentKeyOf(e.clusterKey, e.loginId);
          const health = agents.get(key)?.health ?? 'unknown';
          agents.set(key, { cluster: e.clusterKey, team: e.profile.teamName, health });
          return;
        }
        case 'agent-health-changed': {
          const agent = agents.get(agentKeyOf(e.clusterKey, e.loginId));
          if (agent !== undefined) agent.health = e.health.kind;
          return;
        }
        case 'agent-unlisted':
          agents.delete(agentKeyOf(e.clusterKey, e.loginId));
          return;
        case 'cluster-removed':
          removeOf(e.clusterKey);
          feeds.remove(e.clusterKey, null);
          rungs.remove(e.clusterKey, null);
          return;
        case 'feed-changed':
          feeds.set(e.clusterKey, e.nodeKey, e.state.feed, e.state.fresh ? 1 : 0);
          return;
        case 'readiness-changed':
          for (const { rung, status } of e.rungs) rungs.set(e.clusterKey, e.nodeKey, rung, gaugeOf(status));
          return;
        case 'server-removed':
          feeds.remove(e.clusterKey, e.nodeKey);
          rungs.remove(e.clusterKey, e.nodeKey);
          return;
        default:
          return;
      }
    },
    know(views) {
      for (const { clusterKey: cluster, loginId, teamName: team, health, removed } of views) {
        if (!removed) agents.set(agentKeyOf(cluster, loginId), { cluster, team, health: health.kind });
      }
    },
  };
}

/** What is not known, or down by design, has no value: no alert can fire on it. */
function gaugeOf(status: RungState['status']): 0 | 1 | null {
  switch (status) {
    case 'good':
      return 1;
    case 'bad':
      return 0;
    case 'unknown':
    case 'expected-down':
      return null;
  }
}

function metersOf(registry: Registry, agents: () => Iterable<Counted>) {
  const registers = [registry];
  new Gauge({
    name: 'holdfast_agents',
    help: 'Agents by the health of their connection.',
    labelNames: ['cluster', 'team', 'health'] as const,
    registers,
    collect() {
      this.reset();
      const teams = new Set<string>();
      for (const { cluster, team, health } of agents()) {
        const name = JSON.stringify([cluster, team]);
        // a health that nobody is in is 0, and not missing
        if (!teams.has(name)) for (const kind of healthKinds) this.inc({ cluster, team, health: kind }, 0);
        teams.add(name);
        this.inc({ cluster, team, health });
      }
    },
  });
  const feed = new Gauge({
    name: 'holdfast_feed_fresh',
    help: 'Whether a feed of a server tells without a gap, 0 or 1.',
    labelNames: ['cluster', 'node', 'feed'] as const,
    registers,
  });
  const rung = new Gauge({
    name: 'holdfast_server_rung',
    help: 'Whether a rung of a readiness ladder is good, 0 or 1; without a value where it is not known or down by design.',
    labelNames: ['cluster', 'node', 'rung'] as const,
    registers,
  });
  return {
    feeds: ofServers((cluster, node, name) => ({ cluster, node, feed: name }), feed),
    rungs: ofServers((cluster, node, name) => ({ cluster, node, rung: name }), rung),
  };
}

/** A gauge per server and name, that goes with its server. */
function ofServers<L extends string>(
  labelsOf: (cluster: string, node: string, name: string) => Record<L, string>,
  gauge: Gauge<L>,
) {
  const known = new Map<string, { cluster: string; node: string; labels: Record<L, string> }>();
  return {
    set(cluster: string, node: string, name: string, value: 0 | 1 | null): void {
      const labels = labelsOf(cluster, node, name);
      known.set(`${cluster}/${node}/${name}`, { cluster, node, labels });
      if (value === null) gauge.remove(labels);
      else gauge.set(labels, value);
    },
    /** @param node null: all of the cluster */
    remove(cluster: string, node: string | null): void {
      for (const [key, one] of known) {
        if (one.cluster !== cluster || (node !== null && one.node !== node)) continue;
        gauge.remove(one.labels);
        known.delete(key);
      }
    },
  };
}
