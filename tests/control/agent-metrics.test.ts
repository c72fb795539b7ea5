/** What Prometheus reads of agents, feeds and servers after a few facts. */
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { AgentView, Event, PresenceHealth } from '#contract';
import { createAgentMetrics } from '../../server/control/agent-metrics';
import { connectedOn, leaves, listed } from '../support/presence-facts';

const at = 1_700_000_000_000;
const born = { observerId: 'local', eventId: '00000000-0000-4000-9000-000000000000', v: 1 as const, at };
const gone: PresenceHealth = { kind: 'logged-out', outcome: 'self', at };

const turns = (loginId: string, health: PresenceHealth): Event => ({
  ...{ ...born, type: 'agent-health-changed', clusterKey: 'cc', loginId, teamId: '1', health, since: at, jid: null },
  ...{ onCall: false, disconnectId: null, groupId: null, source: null },
});
const feed = (nodeKey: string, fresh: boolean): Event => ({
  ...{ ...born, type: 'feed-changed', clusterKey: 'cc', nodeKey, side: 'A' },
  state: { feed: 'presence', fresh, since: at, why: null },
});
const rung = (status: 'good' | 'bad' | 'unknown' | 'expected-down'): Event => ({
  ...{ ...born, type: 'readiness-changed', clusterKey: 'cc', nodeKey: 'a', side: 'A' },
  rungs: [{ rung: 'system-info', status, since: at, checkedAt: at, via: null }],
});

/** The lines of one metric after these events, values that are 0 left out of agents. */
async function lines(name: string, events: readonly Event[], known: readonly AgentView[] = []): Promise<string[]> {
  const registry = new Registry();
  const metrics = createAgentMetrics(registry);
  metrics.know(known);
  for (const event of events) metrics.onEvent(event);
  const text = await registry.metrics();
  return text.split('\n').filter((line) => line.startsWith(`${name}{`));
}

const agents = async (events: readonly Event[], known: readonly AgentView[] = []) =>
  (await lines('holdfast_agents', events, known))
    .filter((line) => !line.endsWith(' 0'))
    .map((line) => line.replace('holdfast_agents', '').replaceAll('"', ''));

test('agents are counted by cluster, team and health, and move with them', async () => {
  const three = [listed(at, '1', '1'), listed(at, '2', '1'), listed(at, '3', '2')];
  expect(await agents(three)).toEqual([
    '{cluster=cc,team=Team 1,health=unknown} 2',
    '{cluster=cc,team=Team 2,health=unknown} 1',
  ]);
  const changes = [turns('1', connectedOn('A', at)), turns('2', connectedOn('B', at)), turns('2', gone)];
  const moved = [listed(at, '3', '1', '2'), leaves(at, '2', '1')];
  expect(await agents([...three, ...changes, ...moved])).toEqual([
    '{cluster=cc,team=Team 1,health=connected} 1',
    '{cluster=cc,team=Team 1,health=unknown} 1',
  ]);
});

test('a health that nobody is in is 0, and a team or cluster that is gone has none', async () => {
  const one = [listed(at, '1', '1')];
  expect(await lines('holdfast_agents', one)).toHaveLength(6);
  expect(await lines('holdfast_agents', [...one, leaves(at, '1', '1')])).toEqual([]);
  expect(await lines('holdfast_agents', [...one, { ...born, type: 'cluster-removed', clusterKey: 'cc' }])).toEqual([]);
});

test('those who stay as a former run left them are counted as well', async () => {
  const view: AgentView = {
    ...{ clusterKey: 'cc', loginId: '1', firstName: null, lastName: null, teamId: '1', teamName: 'One', site: null },
    ...{
      extension: null,
      userType: null,
      health: connectedOn('A', at),
      healthSince: at,
      state: null,
      stateSince: null,
    },
    ...{ pendingState: null, onCall: false, jid: null, disconnectId: null, groupId: null, removed: false },
  };
  expect(await agents([], [view, { ...view, loginId: '2', removed: true }])).toEqual([
    '{cluster=cc,team=One,health=connected} 1',
  ]);
});

test('a feed is fresh or not, and goes with its server', async () => {
  const both = [feed('a', true), feed('b', true), feed('a', false)];
  expect(await lines('holdfast_feed_fresh', both)).toEqual([
    'holdfast_feed_fresh{cluster="cc",node="a",feed="presence"} 0',
    'holdfast_feed_fresh{cluster="cc",node="b",feed="presence"} 1',
  ]);
  const left: Event = { ...born, type: 'server-removed', clusterKey: 'cc', nodeKey: 'a', side: 'A' };
  expect(await lines('holdfast_feed_fresh', [...both, left])).toHaveLength(1);
});

test.each([
  ['good', ['holdfast_server_rung{cluster="cc",node="a",rung="system-info"} 1']],
  ['bad', ['holdfast_server_rung{cluster="cc",node="a",rung="system-info"} 0']],
  ['unknown', []],
  ['expected-down', []],
] as const)('a rung that is %s', async (status, wanted) => {
  expect(await lines('holdfast_server_rung', [rung('good'), rung(status)])).toEqual(wanted);
});
