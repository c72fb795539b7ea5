/** Lines of the Notification Service's own logs, FINESSE §9.2, in the wording of the TAC sample or of today's upstream. */
import type { SessionClosed, WorldEvent } from '../world/events';
import { type LogContext, type LogFile, type LogLine, openfireStamp } from './log-line';

export function openfireLines(event: WorldEvent, context: LogContext): LogLine[] {
  switch (event.type) {
    case 'session-closed':
      return closed(event, context);
    case 'log':
      return noted(event, context);
    default:
      return [];
  }
}

type Logged = Extract<WorldEvent, { type: 'log' }>;

function closed(event: SessionClosed, context: LogContext): LogLine[] {
  const { how, sessionId, jid, transport } = event;
  if (how === 'shutdown') return [];
  const line = (text: string) => lineOf(event, 'openfire/info.log', text, context);
  const done = line(`A session is closed for ${jid}`);
  if (how !== 'idle-silent' && how !== 'idle-terminate') return [done];
  if (context.switches.openfireWording === 'upstream') {
    return [line(`Closing idle session ${sessionId}: ${jid} from IP ${addressOf(sessionId)}`), done];
  }
  const threshold = transport === 'bosh' ? context.boshIdleS : context.switches.websocketIdleS;
  const why = `after inactivity for more than threshold value of ${threshold}`;
  return [line(`Closing idle session (id=${sessionId}): ${jid} ${why}`), done];
}

function noted(event: Logged, context: LogContext): LogLine[] {
  if (event.what === 'session-idle') {
    const { sessionId, jid, idleMs } = event;
    const tac = `Session (id=${sessionId}) was last active ${idleMs} ms ago: ${jid}`;
    const ago = `PT${idleMs / 1000}S`;
    const from = `${jid} from IP ${addressOf(sessionId)} currently on rid ${ridOf(sessionId)}`;
    const text =
      context.switches.openfireWording === 'tac' ? tac : `Session ${sessionId} was last active ${ago} ago: ${from}`;
    return [lineOf(event, 'openfire/debug.log', text, context)];
  }
  if (event.what !== 'stored-offline') return [];
  const stanza = `<message from="pubsub.${context.hosts[event.side]}" to="${event.bareJid}">`;
  const text = `Unable to route packet. No session is available so store offline. ${stanza}`;
  return [lineOf(event, 'openfire/info.log', text, context)];
}

function lineOf(
  event: { at: number; side: LogLine['side'] },
  file: LogFile,
  text: string,
  context: LogContext,
): LogLine {
  return {
    side: event.side,
    file,
    at: event.at,
    text: `${openfireStamp(event.at, context.timezoneOffsetMin)} ${text}`,
  };
}

/** An invented address, the same for a session's whole life. */
function addressOf(sessionId: string): string {
  const n = Number.parseInt(sessionId.slice(0, 6), 16);
  return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255 || 1}`;
}

const ridOf = (sessionId: string) => Number.parseInt(sessionId, 16);
