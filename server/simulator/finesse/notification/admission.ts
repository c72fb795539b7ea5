/** Tells the world of real sessions, and ends them when the world says so. */
import { Element } from '@xmpp/xml';
import type { Time } from '../../../time/time';
import { type EndReason, ns } from '../../port';
import type { Admission, LiveSession } from '../../session';
import { serialise } from '../../stanza';
import type { Side } from '../model';
import type { Kick, World } from '../world/port';
import { createKeepAlive, type KeepAlive } from './keep-alive';

export interface AdmissionDeps {
  world: World;
  side: Side;
  domain: string;
  time: Time;
}

/** @returns null when the Notification Service is down */
export function admit(session: LiveSession, { world, side, domain, time }: AdmissionDeps): Admission | null {
  const { username: user, resource, carrier } = session;
  let over = false;
  let keepAlive: KeepAlive | null = null;

  const handle = world.sessionOpened(side, {
    ...{ user, resource, transport: carrier.transport },
    onKick(kick) {
      over = true;
      keepAlive?.stop();
      carrier.end(farewell(kick, session, world.side(side).parts().host));
    },
  });
  if (handle === null) return null;
  // over BOSH the requests themselves are the signs of life
  if (carrier.transport !== 'bosh') {
    const idleMs = world.switches.websocketIdleS * 1000;
    keepAlive = createKeepAlive(time, idleMs, () => carrier.send(pingXml(session, domain, time), 'stanza'));
  }
  return {
    heard(held) {
      keepAlive?.heard();
      if (!over) handle.contact(held);
    },
    presence(available) {
      if (!over) handle.presence(available);
    },
    left(clean) {
      keepAlive?.stop();
      // with the service everybody went, and the world knows
      if (!over && world.side(side).parts().notification) handle.closed({ clean });
      over = true;
    },
  };
}

/** FINESSE §5.2: BOSH sessions end silently or with `terminate`, connections with a stream error. */
function farewell(kick: Kick, session: LiveSession, hostUp: boolean): EndReason {
  if (!hostUp) return { kind: 'vanished' };
  switch (kick.kind) {
    case 'conflict':
      return { kind: 'stream-error', condition: 'conflict' };
    case 'shutdown':
      return { kind: 'stream-error', condition: 'system-shutdown' };
    case 'idle':
      if (kick.silent && session.carrier.transport === 'bosh') return { kind: 'vanished' };
      return { kind: 'stream-error', condition: 'connection-timeout' };
  }
}

function pingXml(session: LiveSession, from: string, time: Time): string {
  const iq = new Element('iq', { type: 'get', id: `ping-${time.uuid()}`, from, to: session.jid });
  iq.c('ping', { xmlns: ns.ping });
  return serialise(iq);
}
