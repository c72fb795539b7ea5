/** What is inside a notification: `<Update>` with users, calls, SystemInfo or errors, as FINESSE §3.2 and §1.3 have it. */
import type { AgentView, SystemInfo } from '../model';
import { type ListedReason, reasonId } from '../rest/reasons';
import { summaryFields } from '../rest/user-objects';
import { type Content, el, els } from '../rest/xml';
import type { ApiError } from '../world/events';
import type { Dialect } from './port';

type Method = 'PUT' | 'POST' | 'DELETE';

interface Update {
  event: Method;
  requestId: string;
  /** The feed. */
  source: string;
  data: Content;
}

function updateXml({ event, requestId, source, data }: Update, dialect: Dialect): string {
  const body = el('data', data);
  const rest = els({ event: dialect.eventCase === 'upper' ? event : event.toLowerCase(), requestId, source });
  return el('Update', dialect.dataFirst ? [body, ...rest] : [...rest, body]).xml;
}

/** Of the agent's own feed: everything. */
export function userUpdate(
  view: AgentView,
  at: { feed: string; requestId: string },
  codes: readonly ListedReason[],
  dialect: Dialect,
): string {
  const { agent } = view;
  const user = [
    ...summaryFields(view, 'ReasonCode', codes),
    ...els({
      loginName: agent.loginName,
      mediaType: '1',
      reasonCodeId: reasonId(view.reason, codes),
      roles: agent.roles.map((role) => el('role', role)),
      settings: els({ wrapUpOnIncoming: 'OPTIONAL', wrapUpOnOutgoing: 'OPTIONAL', deviceSelection: 'DISABLED' }),
      teamId: agent.teamId,
      teamName: agent.teamName,
    }),
  ];
  const { feed: source, requestId } = at;
  return updateXml({ event: 'PUT', requestId, source, data: [el('user', user)] }, dialect);
}

/** Of the team's feed: the summary user, FINESSE §1.5. */
export function teamUpdate(
  view: AgentView,
  at: { feed: string; requestId: string },
  codes: readonly ListedReason[],
  dialect: Dialect,
): string {
  const { feed: source, requestId } = at;
  return updateXml(
    { event: 'PUT', requestId, source, data: [el('user', summaryFields(view, 'reasonCode', codes))] },
    dialect,
  );
}

/** Of `User/{id}/Dialogs`: that a call began or ended, and no more of it. */
export function dialogsUpdate(view: AgentView, feed: string, event: 'POST' | 'DELETE', dialect: Dialect): string {
  const id = `${view.agent.extension}${view.agent.loginId}`;
  const dialog = els({
    id,
    mediaType: 'Voice',
    state: event === 'POST' ? 'ACTIVE' : 'DROPPED',
    toAddress: view.agent.extension,
    uri: `/finesse/api/Dialog/${id}`,
  });
  return updateXml({ event, requestId: '', source: feed, data: [el('dialogs', [el('Dialog', dialog)])] }, dialect);
}

export function systemInfoUpdate(info: SystemInfo, feed: string, dialect: Dialect): string {
  const { maintenance } = info;
  const systemInfo = els({
    currentTimestamp: info.currentTimestamp,
    deploymentType: info.deploymentType,
    primaryNode: els(info.primaryNode),
    secondaryNode: els(info.secondaryNode),
    status: info.status,
    statusReason: info.statusReason,
    lastCTIHeartbeatStatus: info.lastCTIHeartbeatStatus,
    ctiHeartbeatInterval: info.ctiHeartbeatInterval,
    systemAuthMode: info.systemAuthMode,
    timezoneOffset: info.timezoneOffset,
    ...(maintenance === undefined ? {} : { finesseMMode: maintenance.finesseMMode ? 'IN_PROGRESS' : '' }),
    uri: info.uri,
    xmppDomain: info.xmppDomain,
    xmppPubSubDomain: info.xmppPubSubDomain,
  });
  return updateXml({ event: 'PUT', requestId: '', source: feed, data: [el('systemInfo', systemInfo)] }, dialect);
}

/** A request was accepted and failed later: other case than in a REST answer, FINESSE §1.1. */
export function errorUpdate(error: ApiError, dialect: Dialect): string {
  const { errorType, errorMessage, errorData, requestId, feed: source } = error;
  const apiError = el('apiError', els({ errorData, errorMessage, errorType }));
  return updateXml({ event: 'PUT', requestId, source, data: [el('apiErrors', [apiError])] }, dialect);
}
