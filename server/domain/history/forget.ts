/** What stays of a fact about an agent when the name has to go: first a pseudonym, then the team only (DESIGN §5c). */
import type { AgentProfile, Disconnect, Event, FactSource } from '#contract';

/** Stands before a pseudonym, so that it is never taken for a login. */
const MARK = 'pseudonym:';
/** Whoever is no longer anybody. */
export const NOBODY = 'nobody';

/** What a login of a cluster becomes; the same one always the same, and not to be found out without the key. */
export type PseudonymOf = (clusterKey: string, loginId: string) => string;

export function isForgotten(loginId: string): boolean {
  return loginId.startsWith(MARK) || loginId === NOBODY;
}

/** @param keyed a keyed digest of cluster and login, as text */
export function pseudonym(keyed: string): string {
  return `${MARK}${keyed}`;
}

/** The disconnect of somebody else: of the person only team, site and type stay. */
export function disconnectOf(loginId: string, d: Disconnect): Disconnect {
  return { ...d, ...nameless(d), loginId, jid: null, source: withoutReference(d.source) };
}

/** The same fact about somebody else; null = the fact is about no agent, and stays as it is. */
export function eventAbout(loginId: string, e: Event): Event | null {
  switch (e.type) {
    case 'agent-listed':
      return { ...e, loginId, profile: nameless(e.profile) };
    case 'agent-unlisted':
    case 'agent-viewed':
    case 'agent-state-changed':
      return { ...e, loginId };
    case 'agent-health-changed':
      return { ...e, loginId, jid: null, source: withoutReference(e.source) };
    case 'agent-state-recorded':
      return { ...e, loginId, source: { ...e.source, reference: null } };
    case 'disconnect-changed':
      return { ...e, loginId, disconnect: disconnectOf(loginId, e.disconnect) };
    default:
      return null;
  }
}

/** Types of facts about agents that are stored. */
export const personalTypes = [
  'agent-listed',
  'agent-unlisted',
  'agent-viewed',
  'agent-health-changed',
  'agent-state-recorded',
  'disconnect-changed',
] as const;

function nameless({ teamId, teamName, site, userType }: AgentProfile): AgentProfile {
  return { firstName: null, lastName: null, extension: null, teamId, teamName, site, userType };
}

/** The raw evidence names people. */
function withoutReference(source: FactSource | null): FactSource | null {
  return source === null ? null : { ...source, reference: null };
}
