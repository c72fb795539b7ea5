/** From what Finesse says to what is known of an agent: states, presences and where they come from. */
import type { Element } from '@xmpp/xml';
import type { EpochMs, FactSource, FinesseSide } from '#contract';
import { type ClockOffset, errorAt } from '../../domain/clock-offset';
import type { StateEvidence } from '../../domain/presence/evidence';
import type { FinesseUser } from '../../finesse/parse/users';

export interface Where {
  nodeKey: string;
  side: FinesseSide;
  release: string | null;
  offset: ClockOffset | null;
}

/** null: the user says no state. */
export function stateOf(
  user: FinesseUser,
  feed: StateEvidence['feed'],
  where: Where,
  at: EpochMs,
): StateEvidence | null {
  if (user.state === null) return null;
  return {
    ...{ kind: 'state', feed, side: where.side, at, state: user.state, pendingState: user.pendingState },
    ...{ code: user.reason?.code ?? null, label: user.reason?.label ?? null },
    systemCode: user.reason?.systemCode ?? null,
    extension: user.extension,
    ...{ serverAt: user.stateChangeMs, clockOffsetMs: where.offset?.offsetMs ?? 0 },
  };
}

/** @param reference item id, request or JID of the raw evidence */
export function sourceOf(
  feed: FactSource['feed'],
  where: Where,
  at: EpochMs,
  more: { serverAt?: EpochMs | null; reference?: string | null } = {},
): FactSource {
  const { nodeKey, side, release, offset } = where;
  return {
    ...{ feed, nodeKey, side, release, serverAt: more.serverAt ?? null, reference: more.reference ?? null },
    offsetMs: offset?.offsetMs ?? null,
    offsetErrorMs: offset === null ? null : errorAt(offset, at),
  };
}

/** A presence stanza of somebody of the server's own domain. */
export interface HeardPresence {
  /** Lower case. */
  user: string;
  jid: string;
  /** `granted`, `refused`: the answer to a request to see presence. */
  says: 'available' | 'unavailable' | 'granted' | 'refused' | 'other';
  /** Without a resource: what the server says for a user who is not there. */
  bare: boolean;
}

/** null: no presence, or of another domain. */
export function presenceIn(stanza: Element, domain: string): HeardPresence | null {
  const { from, type } = stanza.attrs;
  if (stanza.getName() !== 'presence' || typeof from !== 'string') return null;
  const [, user, host, resource] = /^([^@/]+)@([^/]+)(?:\/(.+))?$/s.exec(from) ?? [];
  if (user === undefined || host?.toLowerCase() !== domain.toLowerCase()) return null;
  return { user: user.toLowerCase(), jid: from, says: saysOf(type), bare: resource === undefined };
}

/** RFC 6121 §4.7.1. */
function saysOf(type: unknown): HeardPresence['says'] {
  switch (type) {
    case undefined:
      return 'available';
    case 'unavailable':
      return 'unavailable';
    case 'subscribed':
      return 'granted';
    case 'unsubscribed':
      return 'refused';
    default:
      return 'other';
  }
}
