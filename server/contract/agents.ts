/** Agents as people see them, their disconnects from the first sign to the return, and group disconnects. */
import { z } from 'zod';
import { type EpochMs, epochMs, slug } from './identity';
import {
  certainty,
  deadline,
  evidenceFeed,
  finesseSide,
  finesseWill,
  groupDisconnect,
  presenceHealth,
  presenceOutcome,
} from './presence';

/** As Finesse spells it, with the cluster it is unique in; on an XMPP service the bare JID. */
export const loginId = z.string().min(1).max(256);
/** Finesse's id of a team; on an XMPP service the slug of the group in the configuration. */
export const teamId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9._~-]+$/, 'not a team id');

/** Any id of a server as it may stand in topics and URLs: what is not a letter, digit, `.`, `_` or `-` becomes `~` and its UTF-8 in hex. */
export function teamIdOf(raw: string): string {
  return encodeURIComponent(raw)
    .replace(/[!'()*~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%', '~');
}

/** What the directory says of an agent. */
export const agentProfile = z.object({
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  teamId,
  teamName: z.string(),
  /** From the configured map of team, extension range or login id; null: not in it. */
  site: z.string().nullable(),
  extension: z.string().nullable(),
  /** `DESKTOP`, `FIPPA`, `THIRDPARTY`; open. null: not told. */
  userType: z.string().nullable(),
});
export type AgentProfile = z.infer<typeof agentProfile>;

/** Where a fact comes from, so that it can be checked later (DESIGN §5b). */
export const factSource = z.object({
  feed: evidenceFeed,
  nodeKey: slug,
  side: finesseSide.nullable(),
  release: z.string().nullable(),
  /** By the server's clock; null: not stamped. */
  serverAt: epochMs.nullable(),
  /** The server's clock minus ours, and how well that is known, ms; null: not measured. */
  offsetMs: z.number().nullable(),
  offsetErrorMs: z.number().nullable(),
  /** Item id, request id or JID of the raw evidence. */
  reference: z.string().max(3100).nullable(),
});
export type FactSource = z.infer<typeof factSource>;

/** One row of current state per agent (cluster, loginId), folded by the recorder and by the browser with the same function. */
export const agentView = z.object({
  clusterKey: slug,
  loginId,
  ...agentProfile.shape,
  health: presenceHealth,
  healthSince: epochMs,
  /** As Finesse spells it; null: not known. Current only: history keeps states around disconnects alone. */
  state: z.string().nullable(),
  stateSince: epochMs.nullable(),
  pendingState: z.string().nullable(),
  onCall: z.boolean(),
  /** The last full JID that was seen connected. */
  jid: z.string().nullable(),
  /** The disconnect that is going on, or the last one; null: none known. */
  disconnectId: z.string().nullable(),
  groupId: z.string().nullable(),
  /** No longer in the directory. */
  removed: z.boolean(),
});
export type AgentView = z.infer<typeof agentView>;

/** One loss of an agent's connection: what was known when, and what became of it. Replaced as a whole when it changes. */
export const disconnect = z.object({
  id: z.string(),
  clusterKey: slug,
  loginId,
  /** The team, site, extension and type of that moment. */
  ...agentProfile.shape,
  jid: z.string().nullable(),
  side: finesseSide.nullable(),
  /** The server or reverse proxy that the connection came through, where the list of connected users tells. */
  connectedHost: z.string().nullable(),
  /** First and last sign of the connection, by feed. */
  signs: z.array(z.object({ feed: evidenceFeed, first: epochMs, last: epochMs })),
  /** When the connection went: not before, not after. null: nobody saw it go before Finesse acted. */
  lost: z.object({ from: epochMs, to: epochMs }).nullable(),
  sure: certainty.nullable(),
  /** When we first called the agent at risk; null: never. */
  warnedAt: epochMs.nullable(),
  /** As predicted at first, and by which grace and deployment. */
  deadline: deadline.nullable(),
  will: finesseWill.nullable(),
  profile: z.object({
    graceMs: z.number().int(),
    deployment: z.string().nullable(),
    load: z.union([z.literal(0), z.literal(1)]).nullable(),
    release: z.string().nullable(),
  }),
  /** The state before, the pending one, and whether a call was going on. A reason of the agent's own choice is never kept. */
  before: z.object({ state: z.string().nullable(), pendingState: z.string().nullable(), onCall: z.boolean() }),
  /** What Finesse did, or how the stay ended otherwise; null: nothing (yet). */
  end: z
    .object({
      at: epochMs,
      outcome: presenceOutcome,
      side: finesseSide.nullable(),
      state: z.string(),
      code: z.number().int().nullable(),
      label: z.string().nullable(),
      serverAt: epochMs.nullable(),
    })
    .nullable(),
  /** Connected again, and where. */
  returned: z.object({ at: epochMs, side: finesseSide.nullable() }).nullable(),
  readyAgainAt: epochMs.nullable(),
  groupId: z.string().nullable(),
  /** Our own view went while it was open: what became of it was found out later, if at all. */
  unseenFrom: epochMs.nullable(),
  /** Nothing more is awaited. */
  closedAt: epochMs.nullable(),
  source: factSource.nullable(),
});
export type Disconnect = z.infer<typeof disconnect>;

/** When a disconnect began, for sorting and ranges: the loss, or else what Finesse did. */
export function beganAt(d: Pick<Disconnect, 'lost' | 'end' | 'warnedAt'>): number {
  return d.lost?.to ?? d.end?.at ?? d.warnedAt ?? 0;
}

/** Whether Finesse acted on the lost connection. */
export function isForcedOut(d: Pick<Disconnect, 'end'>): boolean {
  return d.end?.outcome === 'forced-logout' || d.end?.outcome === 'forced-not-ready';
}

/** A group disconnect as stored: of a whole cluster, or of one team's share of it. */
export const groupRecord = z.object({
  clusterKey: slug,
  /** null: the whole group, for those who may see every team. */
  teamId: teamId.nullable(),
  ...groupDisconnect.shape,
  /** Of the members in sight: back by now, and forced out. */
  back: z.number().int(),
  forcedOut: z.number().int(),
});
export type GroupRecord = z.infer<typeof groupRecord>;

/** Whoever is not back after so long went home. */
export const GONE_HOME_MS = 600_000;

/** Groups that have a place, a side or a site, as `cluster id`. Many ends with nothing in common, such as a shift's, have none. */
export function placedGroups(groups: Iterable<Pick<GroupRecord, 'clusterKey' | 'id' | 'scope'>>): ReadonlySet<string> {
  const placed = new Set<string>();
  for (const { clusterKey, id, scope } of groups) if (scope !== 'client-side') placed.add(`${clusterKey} ${id}`);
  return placed;
}

/**
 * «Closed without signing out»: Finesse forced the agent out, no place lost its people then, and nobody was back within ten minutes.
 * No trouble, and counted apart. What we did not see is not called that.
 */
export function isClosedWithoutSigningOut(
  d: Pick<Disconnect, 'clusterKey' | 'end' | 'returned' | 'readyAgainAt' | 'groupId' | 'unseenFrom'>,
  placed: ReadonlySet<string>,
  at: EpochMs,
): boolean {
  if (d.end === null || !isForcedOut(d)) return false;
  if (d.groupId !== null && placed.has(`${d.clusterKey} ${d.groupId}`)) return false;
  const goneAt = d.end.at + GONE_HOME_MS;
  if (d.unseenFrom !== null && d.unseenFrom < goneAt) return false;
  const backAt = Math.min(d.returned?.at ?? at, d.readyAgainAt ?? at, at);
  return backAt >= goneAt;
}
