/** How presence events change current state, and the snapshots that the board and an agent's page start from. */
import { z } from 'zod';
import { type AgentView, agentView, disconnect, groupRecord, loginId } from './agents';
import type { Event, EventOf } from './events';
import { type EpochMs, epochMs, slug } from './identity';
import { presenceHealth } from './presence';
import { teamRef } from './scope';
import { type ClusterView, clusterView, type ServerView, serverView, type TeamCount, teamCount } from './servers';
import { numbered } from './state';

/** A row of current state that an event changes or replaces; `key` is unique within its kind. */
export type DocumentRef = { kind: 'agent' | 'disconnect' | 'group' | 'server' | 'cluster'; key: string };

export const agentKeyOf = (clusterKey: string, login: string): string => `${clusterKey}/${login}`;
export const serverKeyOf = (clusterKey: string, nodeKey: string): string => `${clusterKey}/${nodeKey}`;
export const groupKeyOf = (clusterKey: string, team: string | null, id: string): string =>
  `${clusterKey}/${team ?? ''}/${id}`;

/** The one row of current state that an event touches, or null. */
export function documentOf(e: Event): DocumentRef | null {
  switch (e.type) {
    case 'agent-listed':
    case 'agent-unlisted':
    case 'agent-health-changed':
    case 'agent-state-changed':
      return { kind: 'agent', key: agentKeyOf(e.clusterKey, e.loginId) };
    case 'disconnect-changed':
      return { kind: 'disconnect', key: e.disconnect.id };
    case 'group-changed':
      return { kind: 'group', key: groupKeyOf(e.clusterKey, e.teamId, e.group.id) };
    case 'server-described':
    case 'server-removed':
    case 'server-facts-changed':
    case 'readiness-changed':
    case 'outage-changed':
    case 'feed-changed':
    case 'feeds-subscribed':
    case 'account-changed':
    case 'server-certificate-changed':
    case 'server-minute-counted':
      return { kind: 'server', key: serverKeyOf(e.clusterKey, e.nodeKey) };
    case 'cluster-described':
    case 'cluster-removed':
    case 'cluster-learned':
    case 'directory-read':
    case 'warning-record-changed':
      return { kind: 'cluster', key: e.clusterKey };
    default:
      return null;
  }
}

/** Folds an event of this agent; `undefined` = not listed yet. */
export function foldAgent(view: AgentView | undefined, e: Event): AgentView | undefined {
  if (e.type === 'agent-listed') return listed(view, e);
  if (view === undefined) return undefined;
  switch (e.type) {
    case 'agent-unlisted':
      return { ...view, removed: true };
    case 'agent-health-changed': {
      const { health, since: healthSince, jid, onCall, disconnectId, groupId } = e;
      return {
        ...view,
        health,
        healthSince,
        jid: jid ?? view.jid,
        onCall: onCall ?? view.onCall,
        disconnectId,
        groupId,
      };
    }
    case 'agent-state-changed': {
      const { state, since: stateSince, pendingState, onCall } = e;
      return { ...view, state, stateSince, pendingState, onCall };
    }
    default:
      return view;
  }
}

function listed(view: AgentView | undefined, e: EventOf<'agent-listed'>): AgentView {
  const known = view ?? {
    ...{ clusterKey: e.clusterKey, loginId: e.loginId, healthSince: e.at, state: null, stateSince: null },
    ...{ pendingState: null, onCall: false, jid: null, disconnectId: null, groupId: null },
    health: { kind: 'unknown', why: 'never-seen', blame: { feed: 'rest', side: null }, since: null } as const,
  };
  return { ...known, ...e.profile, removed: false };
}

/** Folds an event of this server; `undefined` = not described yet. */
export function foldServer(view: ServerView | undefined, e: Event): ServerView | undefined {
  if (e.type === 'server-described') return described(view, e);
  if (view === undefined) return undefined;
  switch (e.type) {
    case 'server-removed':
      return { ...view, removed: true };
    case 'server-facts-changed':
      return { ...view, facts: e.facts, factsSince: e.at };
    case 'readiness-changed':
      return { ...view, rungs: e.rungs };
    case 'outage-changed':
      return { ...view, outage: e.outage };
    case 'feed-changed':
      return { ...view, feeds: replaced(view.feeds, e.state, (f) => f.feed) };
    case 'feeds-subscribed':
      return { ...view, grants: e.grants };
    case 'account-changed':
      return { ...view, accounts: replaced(view.accounts, e.account, (a) => a.role) };
    case 'server-certificate-changed':
      return { ...view, certificate: e.after };
    case 'server-minute-counted':
      return { ...view, minute: e.minute };
    default:
      return view;
  }
}

function described(view: ServerView | undefined, e: EventOf<'server-described'>): ServerView {
  const { clusterKey, nodeKey, side, nodeName, host, standbyExpected, budget } = e;
  const known = view ?? {
    ...{ facts: null, factsSince: null, rungs: [], outage: null, feeds: [], grants: null, accounts: [] },
    ...{ certificate: null, minute: null },
  };
  return { ...known, clusterKey, nodeKey, side, nodeName, host, standbyExpected, budget, removed: false };
}

/** Folds an event of this cluster; `undefined` = not described yet. */
export function foldCluster(view: ClusterView | undefined, e: Event): ClusterView | undefined {
  if (e.type === 'cluster-described') {
    const known = view ?? {
      ...{ release: null, deployment: null, authMode: null, promise: null, teams: [], directory: null, record: null },
    };
    return { ...known, key: e.clusterKey, name: e.name, kind: e.kind, demo: e.demo, load: e.load, removed: false };
  }
  if (view === undefined) return undefined;
  switch (e.type) {
    case 'cluster-removed':
      return { ...view, removed: true };
    case 'cluster-learned':
      return { ...view, release: e.release, deployment: e.deployment, authMode: e.authMode, promise: e.promise };
    case 'directory-read': {
      const readAt = e.complete ? e.at : (view.directory?.readAt ?? null);
      const teams = e.complete ? e.teams : view.teams;
      return { ...view, teams, directory: { readAt, agents: e.agents, missing: e.missing } };
    }
    case 'warning-record-changed':
      return { ...view, record: e.record };
    default:
      return view;
  }
}

/** In its place, or at the end. */
function replaced<T>(list: readonly T[], item: T, key: (item: T) => string): T[] {
  const i = list.findIndex((other) => key(other) === key(item));
  return i < 0 ? [...list, item] : list.with(i, item);
}

/** Counts over all teams in sight, at one minute. */
export const minuteCount = teamCount.omit({ teamId: true }).extend({ at: epochMs });
export type MinuteCount = z.infer<typeof minuteCount>;

/** One minute over some teams. */
export function minuteOf(teams: readonly TeamCount[], at: EpochMs): MinuteCount {
  const sum = { at, connected: 0, unstable: 0, atRisk: 0, forcedOut: 0, loggedOut: 0, unknown: 0 };
  for (const team of teams) {
    sum.connected += team.connected;
    sum.unstable += team.unstable;
    sum.atRisk += team.atRisk;
    sum.forcedOut += team.forcedOut;
    sum.loggedOut += team.loggedOut;
    sum.unknown += team.unknown;
  }
  return sum;
}

/** A span of time that nobody observed. */
export const unobservedSpan = z.object({ from: epochMs, to: epochMs });
export type UnobservedSpan = z.infer<typeof unobservedSpan>;

export const boardSnapshot = z.object({
  ...numbered,
  /** The teams that it is limited to, as asked for; null: all. */
  teams: z.array(teamRef).nullable(),
  clusters: z.array(clusterView),
  servers: z.array(serverView),
  agents: z.array(agentView),
  /** Open ones, and those that began in the last 24 h; newest first. */
  disconnects: z.array(disconnect),
  groups: z.array(groupRecord),
  /** Of the last 4 h, oldest first, summed per cluster over the teams in sight. */
  counts: z.array(z.object({ clusterKey: slug, minutes: z.array(minuteCount) })),
  unobserved: z.array(unobservedSpan),
});
export type BoardSnapshot = z.infer<typeof boardSnapshot>;

export const healthSpan = z.object({
  from: epochMs,
  /** null: goes on. */
  to: epochMs.nullable(),
  /** null: nobody observed. */
  health: presenceHealth.nullable(),
});
export type HealthSpan = z.infer<typeof healthSpan>;

export const stateSpan = z.object({
  from: epochMs,
  to: epochMs.nullable(),
  state: z.string(),
  code: z.number().int().nullable(),
  label: z.string().nullable(),
});
export type StateSpan = z.infer<typeof stateSpan>;

export const agentSnapshot = z.object({
  ...numbered,
  cluster: clusterView,
  agent: agentView,
  servers: z.array(serverView),
  /** Start of the window that the spans cover. */
  from: epochMs,
  health: z.array(healthSpan),
  /** Around disconnects only. */
  states: z.array(stateSpan),
  /** Newest first, of the time for which named data is kept. */
  disconnects: z.array(disconnect),
});
export type AgentSnapshot = z.infer<typeof agentSnapshot>;

export const agentRef = z.object({ clusterKey: slug, loginId });
