/** Where a stanza goes: RFC 6121 §8 as one pure function. */

/** What routing needs to know of a session. */
export interface Routable {
  readonly resource: string;
  /** null while no available presence was sent. */
  readonly priority: number | null;
  /** Order of becoming available: the higher, the more recent. */
  readonly order: number;
}

export type Route<S> =
  | { to: 'sessions'; sessions: S[] }
  /** The server answers for the account. */
  | { to: 'account' }
  | { to: 'nobody'; condition: 'service-unavailable' }
  | { to: 'silence' };

const unavailable = { to: 'nobody', condition: 'service-unavailable' } as const;
const silence = { to: 'silence' } as const;

/**
 * A stanza for an account that exists, or for one of its resources.
 * @param resource null for the bare JID
 */
export function routeToAccount<S extends Routable>(
  stanza: { name: string; type: string | undefined },
  resource: string | null,
  sessions: readonly S[],
): Route<S> {
  if (resource !== null) {
    const exact = sessions.find((s) => s.resource === resource);
    if (exact !== undefined) return { to: 'sessions', sessions: [exact] };
    // RFC 6121 §8.5.3.2: no such resource
    if (stanza.name === 'presence') return silence;
    if (stanza.name === 'iq') return unavailable;
    if (stanza.type === 'error' || stanza.type === 'groupchat') return stanza.type === 'error' ? silence : unavailable;
  }
  switch (stanza.name) {
    case 'iq':
      return { to: 'account' };
    case 'presence':
      return { to: 'sessions', sessions: sessions.filter((s) => s.priority !== null) };
    default:
      return messageToBareJid(stanza.type, sessions);
  }
}

/** RFC 6121 §8.5.2.1.1: never to a negative priority; of several that tie the most recent, as Openfire does. */
function messageToBareJid<S extends Routable>(type: string | undefined, sessions: readonly S[]): Route<S> {
  if (type === 'error') return silence;
  if (type === 'groupchat') return unavailable;
  const able = sessions.filter((s) => s.priority !== null && s.priority >= 0);
  if (type === 'headline') return able.length === 0 ? silence : { to: 'sessions', sessions: able };
  const best = able.reduce<S | null>((a, b) => (a === null || rank(b) > rank(a) ? b : a), null);
  return best === null ? unavailable : { to: 'sessions', sessions: [best] };
}

// priorities are -128..127, so one number orders by priority and then by recency
const rank = (s: Routable): number => (s.priority ?? -129) * 2 ** 40 + s.order;
