/** Which verdicts an installation can support at all, by release and granted feeds, and how the screen says so. */
import type { HealthKind } from '#contract';

/** What ConnectedUsersInfo means here (FINESSE §1.6, UNVERIFIED): whether a name leaves it with the connection or with the logout. */
export type ListMeaning = 'unproven' | 'leaves-with-connection' | 'leaves-with-logout';

export type FinesseDeployment = { type: 'UCCE'; load: 0 | 1 | null } | { type: 'UCCX' };

export interface Granted {
  presence: boolean;
  /** Team or user feeds. */
  agentFeeds: boolean;
  /** An administrator account; the release must have the API as well. */
  connectedUsers: boolean;
}

export interface Capabilities {
  service: 'finesse' | 'xmpp';
  deployment: FinesseDeployment;
  /** SSO and HYBRID can lose a token. */
  sso: boolean;
  graceMs: number;
  presence: boolean;
  agentFeeds: boolean;
  /** States are asked for by REST where no feed is granted. */
  asksStates: boolean;
  /** Whether absence from the list means a lost connection. */
  list: ListMeaning | null;
  /** How late events of a side may be, ms, as measured; absence on a list waits for it. */
  eventDelayMs: Readonly<Record<'A' | 'B', number>>;
}

export interface Installation {
  service: 'finesse' | 'xmpp';
  /** As in SystemInfo, e.g. `12.6`; null: not known yet. */
  release: string | null;
  deployment: FinesseDeployment;
  sso: boolean;
  granted: Granted;
  listMeaning: ListMeaning;
  asksStates?: boolean;
  eventDelayMs?: Partial<Record<'A' | 'B', number>>;
  graceMs?: number;
}

/** FINESSE §6: from presence unavailable to the action. */
export const GRACE_MS = 60_000;

/** FINESSE §1.6: ConnectedUsersInfo exists from 12.6 on. */
export function hasConnectedUsers(release: string | null): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(release ?? '') ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) > 12 || (Number(major) === 12 && Number(minor) >= 6);
}

export function capabilitiesOf(i: Installation): Capabilities {
  const list = i.granted.connectedUsers && hasConnectedUsers(i.release) ? i.listMeaning : null;
  return {
    ...{ service: i.service, deployment: i.deployment, sso: i.sso, graceMs: i.graceMs ?? GRACE_MS },
    ...{ presence: i.granted.presence, agentFeeds: i.granted.agentFeeds, list },
    asksStates: i.asksStates ?? false,
    eventDelayMs: { A: i.eventDelayMs?.A ?? 0, B: i.eventDelayMs?.B ?? 0 },
  };
}

export interface WarningPromise {
  warning: 'seen' | 'inferred' | 'none';
  /** How wide a deadline is at most, ms; null without warning. */
  intervalMs: 2_000 | 12_000 | null;
  verdicts: readonly HealthKind[];
  sentence: string;
}

/** DESIGN §5: what the product can promise here. */
export function promiseOf(c: Capabilities): WarningPromise {
  const always: HealthKind[] = ['logged-out', 'unknown'];
  if (c.service === 'xmpp')
    return {
      ...{ warning: 'none', intervalMs: null, verdicts: ['connected', 'unstable', ...always] },
      sentence: 'Connections are watched. Nobody is forced out by this service, so there is no deadline.',
    };
  if (!c.agentFeeds && c.asksStates)
    return {
      ...{ warning: 'none', intervalMs: null, verdicts: ['connected', 'forced-out', ...always] },
      sentence:
        'No early warning is promised: no feed is granted to this account. States are asked for by REST, and news come a minute late or more.',
    };
  if (!c.agentFeeds)
    return {
      ...{
        warning: 'none',
        intervalMs: null,
        verdicts: c.presence ? ['connected', 'unstable', 'unknown'] : ['unknown'],
      },
      sentence: "Agents' states cannot be seen: no team or user feed is granted to this account.",
    };
  const base: HealthKind[] = ['connected', 'forced-out', ...always];
  if (c.presence)
    return {
      ...{ warning: 'seen', intervalMs: 2_000, verdicts: [...base, 'unstable', 'at-risk'] },
      sentence: 'Early warning: lost connections are seen at once, and deadlines are exact to two seconds.',
    };
  if (c.list === 'leaves-with-connection')
    return {
      ...{ warning: 'inferred', intervalMs: 12_000, verdicts: [...base, 'unstable', 'at-risk'] },
      sentence:
        'Early warning from the list of connected users, every ten seconds: deadlines are exact to twelve seconds.',
    };
  if (c.list === 'unproven')
    return {
      ...{ warning: 'inferred', intervalMs: 12_000, verdicts: [...base, 'at-risk'] },
      sentence:
        'Early warning is not proven here: the list of connected users may name people until they are logged out. The record below tells.',
    };
  return { ...{ warning: 'none', intervalMs: null, verdicts: base }, sentence: withoutWarning(c) };
}

function withoutWarning(c: Capabilities): string {
  return c.list === 'leaves-with-logout'
    ? 'No early warning here: the list of connected users names people until they are logged out. Forced outs are told when they happen.'
    : 'No early warning on this release with the rights given: no feed tells of connections. Forced outs are told when they happen.';
}
