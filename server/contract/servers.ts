/** A Finesse server's and a cluster's current state: readiness, feeds, rights, load, and what can be promised here. */
import { z } from 'zod';
import { teamId } from './agents';
import { certificateFacts } from './failure';
import { epochMs, slug } from './identity';
import {
  evidenceFeed,
  finesseSide,
  healthKinds,
  outageCause,
  readinessRung,
  rungState,
  warningRecord,
} from './presence';

/** What a server says of itself; every change is kept. Null: not told. */
export const serverFacts = z.object({
  status: z.string(),
  statusReason: z.string().nullable(),
  deployment: z.string().nullable(),
  authMode: z.string().nullable(),
  release: z.string().nullable(),
  xmppDomain: z.string().nullable(),
  pubsubDomain: z.string().nullable(),
  ctiHeartbeat: z.string().nullable(),
  ctiServers: z.array(z.object({ host: z.string().nullable(), active: z.boolean().nullable() })),
  ctiMaintenance: z.string().nullable(),
  finesseMaintenance: z.string().nullable(),
  /** SystemInfo itself answered, or not: an HTTP status; null: nothing answered. */
  httpStatus: z.number().int().nullable(),
  /** Of its own clocks, minutes east of UTC; null or missing: not told. */
  zoneOffsetMin: z.number().int().nullish(),
});
export type ServerFacts = z.infer<typeof serverFacts>;

export const outage = z.object({
  cause: outageCause,
  /** The first evidence that something is wrong. */
  since: epochMs,
  /** When the signature was complete; null while undetermined. */
  toldAt: epochMs.nullable(),
  consequences: z.array(z.object({ rung: readinessRung, at: epochMs })),
});
export type OutageView = z.infer<typeof outage>;

/** Whether a feed of a server tells without a gap. `until` null: still does. */
export const feedState = z.object({
  feed: evidenceFeed,
  fresh: z.boolean(),
  since: epochMs,
  /** Why it does not: for people, e.g. `session lost: ping timeout`, `GET ConnectedUsersInfo: 403`. */
  why: z.string().nullable(),
});
export type FeedState = z.infer<typeof feedState>;

/** One minute of one server as we saw it. */
export const serverMinute = z.object({
  from: epochMs,
  /** Every request: what, HTTP status (0: no answer), time and size. */
  requests: z.array(
    z.object({ what: z.string(), status: z.number().int(), tookMs: z.number().nonnegative(), bytes: z.number().int() }),
  ),
  /** By ConnectedUsersInfo; null: not told. */
  connectedUsers: z
    .object({
      desktop: z.number().int().nullable(),
      fippa: z.number().int().nullable(),
      thirdParty: z.number().int().nullable(),
      total: z.number().int().nullable(),
      viaProxy: z.number().int().nullable(),
    })
    .nullable(),
  performance: z
    .object({
      queuedTasks: z.number().nullable(),
      cpu: z.number().nullable(),
      activeAgents: z.number().nullable(),
    })
    .nullable(),
  /** From `stateChangeTime` to arrival with the clock offset taken out; null: no event that could be measured. */
  eventDelay: z
    .object({
      count: z.number().int(),
      p50Ms: z.number(),
      p95Ms: z.number(),
      maxMs: z.number(),
      errorMs: z.number(),
    })
    .nullable(),
  offset: z.object({ offsetMs: z.number(), errorMs: z.number() }).nullable(),
});
export type ServerMinute = z.infer<typeof serverMinute>;

export const accountState = z.object({
  /** `monitor`: subscribes and pings; `administrator`: reads the directory and the connected users. */
  role: z.enum(['monitor', 'administrator']),
  username: z.string(),
  status: z.enum(['untried', 'accepted', 'refused']),
  /** `401`, `not-authorized`; null: none. */
  condition: z.string().nullable(),
  /** By which door it was refused: nothing is tried on either until somebody says so. */
  surface: z.enum(['rest', 'xmpp']).nullable(),
  since: epochMs.nullable(),
});
export type AccountState = z.infer<typeof accountState>;

/** What the subscriptions came to. */
export const feedGrants = z.object({
  at: epochMs,
  granted: z.number().int(),
  refused: z.array(z.object({ feed: z.string(), condition: z.string() })),
  teams: z.object({
    teamFeed: z.number().int(),
    userFeeds: z.number().int(),
    someUserFeeds: z.number().int(),
    none: z.number().int(),
  }),
  stale: z.object({ found: z.number().int(), removed: z.number().int() }),
  /** null: the service does not list subscriptions. */
  listed: z.number().int().nullable(),
});
export type FeedGrants = z.infer<typeof feedGrants>;

export const serverView = z.object({
  clusterKey: slug,
  nodeKey: slug,
  nodeName: z.string(),
  side: finesseSide,
  host: z.string(),
  standbyExpected: z.boolean(),
  budget: z.object({ requestsPerMinute: z.number().int(), bytesPerMinute: z.number().int() }),
  facts: serverFacts.nullable(),
  factsSince: epochMs.nullable(),
  rungs: z.array(rungState),
  outage: outage.nullable(),
  feeds: z.array(feedState),
  grants: feedGrants.nullable(),
  accounts: z.array(accountState),
  certificate: certificateFacts.nullable(),
  minute: serverMinute.nullable(),
  removed: z.boolean(),
});
export type ServerView = z.infer<typeof serverView>;

export const teamView = z.object({
  id: teamId,
  name: z.string(),
  /** What covers it. */
  cover: z.enum(['team-feed', 'user-feeds', 'some-user-feeds', 'rest-only', 'none', 'watched']),
});
export type TeamView = z.infer<typeof teamView>;

/** What can be told here at all, and the sentence that says so. */
export const promiseView = z.object({
  warning: z.enum(['seen', 'inferred', 'none']),
  intervalMs: z.number().int().nullable(),
  verdicts: z.array(z.enum(healthKinds)),
  sentence: z.string(),
});
export type PromiseView = z.infer<typeof promiseView>;

export const clusterView = z.object({
  key: slug,
  name: z.string(),
  kind: z.enum(['finesse', 'xmpp']),
  demo: z.boolean(),
  release: z.string().nullable(),
  deployment: z.string().nullable(),
  /** Asked for in the configuration, because no API tells it. */
  load: z.union([z.literal(0), z.literal(1)]).nullable(),
  authMode: z.string().nullable(),
  promise: promiseView.nullable(),
  teams: z.array(teamView),
  directory: z
    .object({
      readAt: epochMs.nullable(),
      agents: z.number().int(),
      /** What is missing and what would bring it, e.g. no administrator account. One sentence each. */
      missing: z.array(z.string()),
    })
    .nullable(),
  record: warningRecord.nullable(),
  removed: z.boolean(),
});
export type ClusterView = z.infer<typeof clusterView>;

/** How many agents of a team are in each health, at one minute. */
export const teamCount = z.object({
  teamId,
  connected: z.number().int(),
  unstable: z.number().int(),
  atRisk: z.number().int(),
  forcedOut: z.number().int(),
  loggedOut: z.number().int(),
  unknown: z.number().int(),
});
export type TeamCount = z.infer<typeof teamCount>;
