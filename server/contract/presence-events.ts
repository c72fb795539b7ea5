/** Facts about agents, groups, servers and clusters (DESIGN §5b). */
import { z } from 'zod';
import { agentProfile, disconnect, factSource, groupRecord, loginId, teamId } from './agents';
import { born } from './born';
import { certificateFacts } from './failure';
import { epochMs, slug } from './identity';
import { finesseSide, presenceHealth, rungState, warningRecord } from './presence';
import {
  accountState,
  feedGrants,
  feedState,
  outage,
  promiseView,
  serverFacts,
  serverMinute,
  teamCount,
  teamView,
} from './servers';

const ofCluster = { ...born, clusterKey: slug };
const ofServer = { ...ofCluster, nodeKey: slug, side: finesseSide };
/** `teamId` is the team of that moment: who may see it may see the fact. */
const ofAgent = { ...ofCluster, loginId, teamId };

/** The directory has a new agent, or says something else of a known one. */
export const agentListed = z.object({
  ...ofAgent,
  type: z.literal('agent-listed'),
  profile: agentProfile,
  /** The team that the agent left; null: the same, or none before. */
  leftTeamId: teamId.nullable(),
});

export const agentUnlisted = z.object({ ...ofAgent, type: z.literal('agent-unlisted') });

/** Our verdict on an agent's connection changed. */
export const agentHealthChanged = z.object({
  ...ofAgent,
  type: z.literal('agent-health-changed'),
  health: presenceHealth,
  /** When it began by the evidence, not before the verdict of before. */
  since: epochMs,
  jid: z.string().nullable(),
  /** Told while a lost connection is followed; null: not told, because it stays in history and calls are nobody's business. */
  onCall: z.boolean().nullable(),
  disconnectId: z.string().nullable(),
  groupId: z.string().nullable(),
  /** The evidence that decided; null: time alone, or our own loss of sight. */
  source: factSource.nullable(),
});

/** What an agent does now: numbered and shown, kept as current state only, never as history (DESIGN §5c). */
export const agentStateChanged = z.object({
  ...ofAgent,
  type: z.literal('agent-state-changed'),
  state: z.string(),
  since: epochMs.nullable(),
  pendingState: z.string().nullable(),
  onCall: z.boolean(),
});

/** A state from 5 min before to 15 min after a disconnect, or any where `privacy.agentStates` says so; without a reason of the agent's own choice. */
export const agentStateRecorded = z.object({
  ...ofAgent,
  type: z.literal('agent-state-recorded'),
  /** null: around none. */
  disconnectId: z.string().nullable(),
  state: z.string(),
  pendingState: z.string().nullable(),
  /** When it began, by our clock. */
  since: epochMs,
  /** Of the system only; null: none, or the agent's own. */
  code: z.number().int().nullable(),
  label: z.string().nullable(),
  source: factSource,
});

/** A disconnect began, was told more of, or ended: the whole record each time. */
export const disconnectChanged = z.object({ ...ofAgent, type: z.literal('disconnect-changed'), disconnect });

/** A group disconnect began or grew. `teamId` null: the whole one, for those who may see every team. */
export const groupChanged = z.object({
  ...ofCluster,
  type: z.literal('group-changed'),
  teamId: teamId.nullable(),
  group: groupRecord,
});

/** How many agents were in which health, once a minute. */
export const teamsCounted = z.object({ ...ofCluster, type: z.literal('teams-counted'), teams: z.array(teamCount) });

export const clusterDescribed = z.object({
  ...ofCluster,
  type: z.literal('cluster-described'),
  name: z.string(),
  kind: z.enum(['finesse', 'xmpp']),
  demo: z.boolean(),
  load: z.union([z.literal(0), z.literal(1)]).nullable(),
});
export const clusterRemoved = z.object({ ...ofCluster, type: z.literal('cluster-removed') });

/** What the installation is, and so what can be promised. */
export const clusterLearned = z.object({
  ...ofCluster,
  type: z.literal('cluster-learned'),
  release: z.string().nullable(),
  deployment: z.string().nullable(),
  authMode: z.string().nullable(),
  promise: promiseView,
});

export const directoryRead = z.object({
  ...ofCluster,
  type: z.literal('directory-read'),
  teams: z.array(teamView),
  agents: z.number().int(),
  missing: z.array(z.string()),
  /** False: it could not be read, and what was known before stands. */
  complete: z.boolean(),
});

export const warningRecordChanged = z.object({
  ...ofCluster,
  type: z.literal('warning-record-changed'),
  record: warningRecord,
});

export const serverDescribed = z.object({
  ...ofServer,
  type: z.literal('server-described'),
  nodeName: z.string(),
  host: z.string(),
  standbyExpected: z.boolean(),
  budget: z.object({ requestsPerMinute: z.number().int(), bytesPerMinute: z.number().int() }),
});
export const serverRemoved = z.object({ ...ofServer, type: z.literal('server-removed') });

export const serverFactsChanged = z.object({
  ...ofServer,
  type: z.literal('server-facts-changed'),
  facts: serverFacts,
  /** Names of the fields that changed; empty: the first. */
  changed: z.array(z.string()),
  via: z.enum(['rest', 'feed']),
  serverAt: epochMs.nullable(),
  offsetMs: z.number().nullable(),
  offsetErrorMs: z.number().nullable(),
});

export const readinessChanged = z.object({
  ...ofServer,
  type: z.literal('readiness-changed'),
  rungs: z.array(rungState),
});
/** null: it is over. */
export const outageChanged = z.object({ ...ofServer, type: z.literal('outage-changed'), outage: outage.nullable() });
export const feedChanged = z.object({ ...ofServer, type: z.literal('feed-changed'), state: feedState });
export const feedsSubscribed = z.object({ ...ofServer, type: z.literal('feeds-subscribed'), grants: feedGrants });
export const accountChanged = z.object({ ...ofServer, type: z.literal('account-changed'), account: accountState });
export const serverCertificateChanged = z.object({
  ...ofServer,
  type: z.literal('server-certificate-changed'),
  before: certificateFacts.nullable(),
  after: certificateFacts,
});
export const serverMinuteCounted = z.object({
  ...ofServer,
  type: z.literal('server-minute-counted'),
  minute: serverMinute,
});

/** Somebody opened a named agent's page or story (DESIGN §5c). */
export const agentViewed = z.object({
  ...ofCluster,
  type: z.literal('agent-viewed'),
  loginId,
  actor: z.string(),
  idempotencyKey: z.string(),
});

/** Somebody said that a server's refused accounts are right now: they are tried once more. */
export const accountsRetried = z.object({
  ...ofCluster,
  type: z.literal('accounts-retried'),
  nodeKey: slug,
  actor: z.string(),
  idempotencyKey: z.string(),
});

export const agentEvents = [
  agentListed,
  agentUnlisted,
  agentHealthChanged,
  agentStateChanged,
  agentStateRecorded,
  disconnectChanged,
] as const;
export const clusterEvents = [
  clusterDescribed,
  clusterRemoved,
  clusterLearned,
  directoryRead,
  warningRecordChanged,
] as const;
export const serverEvents = [
  serverDescribed,
  serverRemoved,
  serverFactsChanged,
  readinessChanged,
  outageChanged,
  feedChanged,
  feedsSubscribed,
  accountChanged,
  serverCertificateChanged,
  serverMinuteCounted,
] as const;
