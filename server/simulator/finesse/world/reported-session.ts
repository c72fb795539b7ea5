/** A real XMPP session that a face carries, among the simulated ones. */
import type { Side } from '../model';
import type { Inner } from './inner';
import type { SessionHandle, SessionOpening } from './port';

export function reportSession(inner: Inner, side: Side, opening: SessionOpening): SessionHandle | null {
  const { server, sessions } = inner.sides[side];
  if (!server.runs('notification')) return null;
  const { user, resource, transport } = opening;
  const heard = () => ({ kind: 'silent', lastAt: inner.clock.now() }) as const;
  const session = sessions.open({
    ...{ user, resource, transport, simulated: false, viaProxy: false },
    ...{ contact: heard(), onKick: (kick) => opening.onKick(kick) },
  });
  return {
    id: session.id,
    contact: (held = false) => sessions.setContact(session, held ? { kind: 'held' } : heard()),
    presence: (available) => sessions.setPresence(session, available),
    closed: ({ clean }) => sessions.end(session, clean ? 'clean' : 'lost'),
  };
}
