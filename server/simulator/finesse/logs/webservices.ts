/** Lines of the Finesse web application's log, FINESSE §9.3. */
import type { AgentState, AgentView } from '../model';
import type { AgentChanged, WorldEvent } from '../world/events';
import { type LogContext, type LogLine, webservicesStamp } from './log-line';

/** The lines' own counters: two that run side by side. */
export interface Sequence {
  events: number;
  messages: number;
}

interface Entry {
  counter: keyof Sequence;
  thread: string;
  severity: number;
  type: string;
  text: string;
}

type Logged = Extract<WorldEvent, { type: 'log' }>;

/** @param sequence is moved on for every line */
export function webservicesLines(event: WorldEvent, sequence: Sequence, context: LogContext): LogLine[] {
  if (event.type !== 'log' && event.type !== 'agent-changed') return [];
  const entries = event.type === 'log' ? logged(event, context) : [published(event)];
  return entries.map((entry) => {
    sequence[entry.counter] += 1;
    const seq = String(sequence[entry.counter]).padStart(entry.counter === 'events' ? 10 : 9, '0');
    const stamp = webservicesStamp(event.at, context.timezoneOffsetMin);
    const head = `${seq}: ${context.hosts[event.side]}: ${stamp}: %CCBU_${entry.thread}-${entry.severity}-${entry.type}:`;
    const { side, at } = event;
    return { side, file: 'webservices/Desktop-webservices.log', at, text: `${head} ${entry.text}` };
  });
}

function logged(event: Logged, context: LogContext): Entry[] {
  const completed = context.switches.presenceLogLines === 'completed';
  switch (event.what) {
    case 'cti-decoded':
      return [decoded(event, context)];
    case 'cti-request':
      return [requested(event)];
    case 'presence-seen':
      return completed ? presenceSeen(event.loginId, event.jid, event.available) : [];
    case 'grace-running':
      return completed ? [monitor(event.loginId, event.sinceMs)] : [];
    case 'presence-driven-logout':
      return completed
        ? [core('PRESENCE DRIVEN LOGOUT', `%[agentID=${event.loginId}]: presence was not restored in time`)]
        : [];
    case 'cti-lost':
      return [alarm('CTI_CONNECTION_LOST', '%[cti_side=A]: the connection to the CTI server is lost', 3)];
    case 'cti-established':
      return [alarm('CTI_CONNECTION_ESTABLISHED', '%[cti_side=A]: connected to the CTI server', 6)];
    case 'xmpp-lost':
      return [alarm('UNABLE_TO_CONNECT_TO_XMPP_SERVER', '%[port=5222]: the Notification Service does not answer', 3)];
    case 'xmpp-connected':
      return [alarm('CONNECTED_TO_XMPP_SERVER', '%[port=5222]: connected to the Notification Service', 6)];
    case 'session-idle':
    case 'stored-offline':
      return [];
  }
}

function core(type: string, text: string): Entry {
  return { counter: 'messages', thread: 'CoreImpl-worker12', severity: 6, type, text };
}

function alarm(type: string, text: string, severity: number): Entry {
  return { counter: 'messages', thread: 'Timer-1', severity, type, text };
}

function presenceSeen(loginId: string, jid: string, available: boolean): Entry[] {
  const thread = 'Smack Listener Processor (1)';
  const entry = (type: string, text: string): Entry => ({ counter: 'messages', thread, severity: 6, type, text });
  const state = available ? 'available' : 'unavailable';
  const seen = entry('PRESENCE_NOTIFICATION', `%[JID=${jid}][presence=${state}]: presence of agent ${loginId}`);
  if (available) return [seen];
  return [
    seen,
    entry('UNSUBSCRIBE_NODES', `%[JID=${jid}]: subscriptions of agent ${loginId}`),
    entry('AGENT_PRESENCE_TIMER', `%[agentID=${loginId}]: waiting for agent ${loginId}`),
  ];
}

function monitor(loginId: string, sinceMs: number): Entry {
  const text = `%[agentID=${loginId}][elapsed=${sinceMs}]: still waiting`;
  return { counter: 'messages', thread: 'pool-8-thread-1', severity: 6, type: 'AGENT_PRESENCE_MONITOR', text };
}

function requested(event: Extract<Logged, { what: 'cti-request' }>): Entry {
  const { extension, loginId, reasonCode, force } = event;
  const fields = `workmode : 0, reason code: ${reasonCode}, forceflag :${force ? 1 : 0}, agentcapacity: 1`;
  const text = `%[message=SetAgentStateReq state: ${event.state}, ${fields}, agentext: ${extension}, agentid: ${loginId},]: to the CTI server`;
  return core('MESSAGE_TO_CTI_SERVER', text);
}

function decoded(event: Extract<Logged, { what: 'cti-decoded' }>, context: LogContext): Entry {
  const { state, reasonCode, loginId, extension, receivedAt } = event;
  const numbered = ctiState(state, context);
  const fields = `skillGroupState=${numbered}, agentState=${numbered}, eventReasonCode=${reasonCode}, extension=${extension}`;
  const tracker = JSON.stringify({
    id: 'AgentStateEvent',
    CTI_MSG_RECEIVED: receivedAt,
    CTI_MSG_DISPATCH: event.at,
  });
  const deployment = context.deploymentType === 'UCCE' ? 'CCE' : 'CCX';
  const bean = `CTIMessageBean [invokeID=null, msgID=30, timeTracker=${tracker}, msgName=AgentStateEvent, deploymentType=${deployment}]`;
  return {
    ...{ counter: 'events', thread: 'CTIMessageEventExecutor-0', severity: 6, type: 'DECODED_MESSAGE_FROM_CTI_SERVER' },
    text:
      `%[cti_message=CTIAgentStateEvent [${fields}, agentID=${loginId}]${bean}]` +
      `[cti_response_time=0][dispatch_phase=DnD-CHECKPOINT-3B]: Decoded Message to Finesse from backend cti server`,
  };
}

function published(event: AgentChanged): Entry {
  const [node] = event.feeds;
  const text = `%[NodeId=${node}][Payload=${payload(event.view, node, event.requestId)}]: published`;
  const thread = `CoreImpl-worker${1 + ((Number.parseInt(event.loginId, 10) || 0) % 200)}`;
  return { counter: 'messages', thread, severity: 6, type: 'XMPP_PUBLISH_ASYNCHRONOUS', text };
}

function payload(view: AgentView, node: string, requestId: string): string {
  const { agent, state, stateChangeTime, reason, extension } = view;
  const fields = `<loginId>${agent.loginId}</loginId><extension>${extension}</extension><state>${state}</state>`;
  const user = `<user>${fields}<stateChangeTime>${stateChangeTime}</stateChangeTime><reasonCodeId>${reason?.code ?? -1}</reasonCodeId></user>`;
  return `<Update><data>${user}</data><event>PUT</event><requestId>${requestId}</requestId><source>${node}</source></Update>`;
}

/** FINESSE §1.4. Seen in logs: 1, 7 and 8; the rest only where the switch says that the list holds. */
const numbers: Record<AgentState, readonly [number, string]> = {
  LOGOUT: [1, 'LOGOUT'],
  NOT_READY: [2, 'NOT_READY'],
  READY: [3, 'AVAILABLE'],
  TALKING: [4, 'TALKING'],
  WORK: [5, 'WORK_NOT_READY'],
  WORK_READY: [6, 'WORK_READY'],
  RESERVED: [8, 'RESERVED'],
  RESERVED_OUTBOUND: [8, 'RESERVED'],
  RESERVED_OUTBOUND_PREVIEW: [8, 'RESERVED'],
  UNKNOWN: [9, 'UNKNOWN'],
  HOLD: [10, 'HOLD'],
};

function ctiState(state: AgentState, { switches }: LogContext): string {
  const [number, name] = numbers[state];
  const sure = number === 1 || number === 8 || switches.ctiStateNumbers === 'as-listed';
  return `${sure ? number : number + 100} (${name})`;
}
