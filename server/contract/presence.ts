/** An agent's connection as we can tell it: health, deadlines, outcomes, readiness of servers and group disconnects. */
import { z } from 'zod';
import { epochMs } from './identity';

export const finesseSides = ['A', 'B'] as const;
export const finesseSide = z.enum(finesseSides);
export type FinesseSide = z.infer<typeof finesseSide>;
export const otherFinesseSide = (side: FinesseSide): FinesseSide => (side === 'A' ? 'B' : 'A');

/** What tells about an agent. `ping`: XEP-0199 to the full JID, on XMPP services only. */
export const evidenceFeeds = ['user-feed', 'team-feed', 'rest', 'connected-users', 'presence', 'ping'] as const;
export const evidenceFeed = z.enum(evidenceFeeds);
export type EvidenceFeed = z.infer<typeof evidenceFeed>;

/** When something will happen, told as an interval; the countdown uses `earliest`. `latest` null: not before a call ends. */
export const deadline = z.object({ earliest: epochMs, latest: epochMs.nullable() });
export type Deadline = z.infer<typeof deadline>;

/** Seen: a feed told the change itself. Inferred: told from what was missing, or from a state. */
export const certainty = z.enum(['seen', 'inferred']);
export type Certainty = z.infer<typeof certainty>;

/** What Finesse will do when the grace is over. */
export const finesseWill = z.enum(['logout', 'not-ready', 'after-call']);
export type FinesseWill = z.infer<typeof finesseWill>;

/** How a stay ended or was taken away (DESIGN §5). */
export const presenceOutcomes = [
  'forced-logout',
  'forced-not-ready',
  'self',
  'supervisor',
  'inactivity',
  'phone',
  'pg-reset',
  'sso-expired',
  'unknown',
] as const;
export const presenceOutcome = z.enum(presenceOutcomes);
export type PresenceOutcome = z.infer<typeof presenceOutcome>;

/** Why nothing can be said. */
export const unknownWhy = z.enum([
  /** The feed is stale: our session, our REST access or our host was down. */
  'feed-stale',
  /** Signed in, and no feed has ever seen a connection. */
  'never-seen',
  /** The connection went while we did not look. */
  'lost-unseen',
  /** The side that would count is out of service itself. */
  'side-out-of-service',
  /** The time came and Finesse did nothing that we saw. */
  'not-acted',
]);
export type UnknownWhy = z.infer<typeof unknownWhy>;

/** The feed that an `unknown` is to be blamed on; `side` null = on both. */
export const blamedFeed = z.object({ feed: evidenceFeed, side: finesseSide.nullable() });
export type BlamedFeed = z.infer<typeof blamedFeed>;

export const presenceHealth = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('connected'),
    /** null: signed in, and no feed of this installation tells where. */
    side: finesseSide.nullable(),
    /** `inferred`: only because nobody told otherwise. */
    sure: certainty,
    since: epochMs.nullable(),
  }),
  z.object({
    kind: z.literal('unstable'),
    side: finesseSide.nullable(),
    /** Reconnects lately, and answers missed in a row. */
    reconnects: z.number().int().nonnegative(),
    missed: z.number().int().nonnegative(),
    since: epochMs,
  }),
  z.object({
    kind: z.literal('at-risk'),
    /** The side whose clock runs. */
    side: finesseSide,
    deadline,
    sure: certainty,
    will: finesseWill,
    /** When the connection went: not before, not after. */
    lost: z.object({ from: epochMs, to: epochMs }),
    /** Connected again here while the clock of `side` runs: `side` may still act. */
    connectedOn: finesseSide.nullable(),
  }),
  z.object({
    kind: z.literal('forced-out'),
    outcome: z.enum(['forced-logout', 'forced-not-ready']),
    at: epochMs,
    /** The side that acted; null: no feed tells which. */
    side: finesseSide.nullable(),
    /** Connected here, whatever was done to the state. */
    connectedOn: finesseSide.nullable(),
  }),
  z.object({ kind: z.literal('logged-out'), outcome: presenceOutcome, at: epochMs }),
  z.object({ kind: z.literal('unknown'), why: unknownWhy, blame: blamedFeed, since: epochMs.nullable() }),
]);
export type PresenceHealth = z.infer<typeof presenceHealth>;
export type HealthKind = PresenceHealth['kind'];
export const healthKinds = ['connected', 'unstable', 'at-risk', 'forced-out', 'logged-out', 'unknown'] as const;

/** Cisco's order of what makes a server usable (FINESSE §4), and the CTI link behind it. */
export const readinessRungs = [
  'system-info',
  'xmpp-session',
  'finesse-presence',
  'feed-events',
  'cti-heartbeat',
] as const;
export const readinessRung = z.enum(readinessRungs);
export type ReadinessRung = z.infer<typeof readinessRung>;

export const rungState = z.object({
  rung: readinessRung,
  status: z.enum(['good', 'bad', 'unknown', 'expected-down']),
  /** null: never checked. */
  since: epochMs.nullable(),
  checkedAt: epochMs.nullable(),
  /** How it was checked, e.g. `GET SystemInfo`. */
  via: z.string().nullable(),
});
export type RungState = z.infer<typeof rungState>;

/** Rows of FINESSE §7; `undetermined`: something is wrong and no row matches yet. */
export const outageCauses = [
  'cti-link',
  'web-application',
  'notification-service',
  'host-or-network',
  'undetermined',
] as const;
export const outageCause = z.enum(outageCauses);
export type OutageCause = z.infer<typeof outageCause>;

export const groupScope = z.enum(['server-side', 'site-or-path', 'client-side']);
export type GroupScope = z.infer<typeof groupScope>;

/** One set that a group was compared with: so many of it are in the group, so many were connected. */
export const groupEvidence = z.object({
  of: z.enum(['side', 'site', 'team', 'transport']),
  name: z.string(),
  lost: z.number().int(),
  connected: z.number().int(),
});
export type GroupEvidence = z.infer<typeof groupEvidence>;

export const groupDisconnect = z.object({
  /** Stable while it grows: its first disconnect. */
  id: z.string(),
  from: epochMs,
  to: epochMs,
  size: z.number().int(),
  scope: groupScope,
  /** The side, or the site; null on the client side. */
  where: z.string().nullable(),
  evidence: z.array(groupEvidence),
});
export type GroupDisconnect = z.infer<typeof groupDisconnect>;

/** In how many forced outs the warning came first, and by how much, ms. */
export const warningRecord = z.object({
  forcedOuts: z.number().int(),
  warnedFirst: z.number().int(),
  leadMs: z.object({ least: z.number(), median: z.number(), mean: z.number(), most: z.number() }).nullable(),
  /** At risk, and nothing came of it because the agent was back in time. */
  recovered: z.number().int(),
});
export type WarningRecord = z.infer<typeof warningRecord>;
