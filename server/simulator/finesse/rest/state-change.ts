/** A PUT to a user: its XML is checked, then the world is asked; the outcome comes later as an event. */
import type { Element } from '@xmpp/xml';
import { createFrameParser } from '../../../transport/xml/frame-parser';
import type { Side } from '../model';
import { type RequestableState, requestableStates } from '../model';
import type { Account, RequestedState, World } from '../world/port';
import { accepted, apiError, errors, type Reply } from './reply';
import type { RestRequest } from './request';

/** @param loginId of the path; the account has signed in */
export function changeState(world: World, side: Side, account: Account, loginId: string, request: RestRequest): Reply {
  if (account.username !== loginId) {
    const refusal = mayChange(world, account, loginId);
    if (refusal !== null) return refusal;
  }
  const wanted = readWish(request);
  if ('reply' in wanted) return wanted.reply;
  // a supervisor may set others Ready, Not Ready or log them out, never sign them in
  if (account.username !== loginId && wanted.state === 'LOGIN') return errors.otherUser(loginId);
  const outcome = world.requestState(side, loginId, wanted);
  return outcome.ok ? accepted : apiError(outcome.status, outcome.errorType, outcome.errorMessage, outcome.errorData);
}

function mayChange(world: World, account: Account, loginId: string): Reply | null {
  const agent = world.agent(loginId);
  if (agent === null) return errors.noUser(loginId);
  if (account.role !== 'supervisor' && account.supervises.length === 0) return errors.otherUser(loginId);
  return account.supervises.includes(agent.teamId) ? null : errors.otherTeam(loginId);
}

function readWish({ body, requestId }: RestRequest): RequestedState | { reply: Reply } {
  const user = readUser(body);
  if (user === null) return { reply: errors.malformed('The request is malformed or incomplete') };
  const state = user.getChildText('state')?.trim() ?? '';
  if (state === '') return { reply: errors.missing('state') };
  if (!isRequestable(state)) return { reply: errors.invalid('state') };
  const extension = user.getChildText('extension')?.trim() ?? '';
  if (state === 'LOGIN' && extension === '') return { reply: errors.missing('extension') };
  const code = user.getChildText('reasonCodeId')?.trim() ?? '';
  if (code !== '' && !/^-?\d{1,9}$/.test(code)) return { reply: errors.invalid('reasonCodeId') };
  return {
    state,
    requestId,
    ...(extension === '' ? {} : { extension }),
    ...(code === '' ? {} : { reasonCodeId: Number(code) }),
  };
}

const isRequestable = (state: string): state is RequestableState =>
  requestableStates.some((requestable) => requestable === state);

/** A `<User>` document; null = no such thing. An XML declaration may come before it. */
function readUser(body: string): Element | null {
  const parsed = createFrameParser()(body.replace(/^\s*<\?xml[^?]*\?>/, ''));
  return parsed.kind === 'element' && parsed.element.getName() === 'User' ? parsed.element : null;
}
