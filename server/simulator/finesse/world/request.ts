/** A PUT to a user: refused at once, or accepted and carried out a CTI round trip later. FINESSE §1.1. */
import { isOnCall, type Side } from '../model';
import type { Inner } from './inner';
import type { RequestedState, StateRequest } from './port';
import { chosenReason } from './reason-codes';

export function requestState(inner: Inner, side: Side, loginId: string, wanted: RequestedState): StateRequest {
  const record = inner.cti.record(loginId);
  if (inner.sides[side].server.rest() !== 'up') {
    return refuse(503, 'Service Unavailable', 'SERVER_OUT_OF_SERVICE', '');
  }
  if (record === null) return refuse(404, 'User Not Found', 'UNKNOWN_USER', loginId);
  if (wanted.state === 'LOGIN' && (wanted.extension ?? '') === '') {
    return refuse(400, 'Parameter Missing', 'HTTP Status code: 400 (Bad Request) : Parameter Missing', 'extension');
  }
  inner.clock.after(inner.ctiRoundTripMs, () => carryOut(inner, side, loginId, wanted));
  return { ok: true };
}

function refuse(status: 400 | 404 | 503, errorType: string, errorMessage: string, errorData: string): StateRequest {
  return { ok: false, status, errorType, errorMessage, errorData };
}

function carryOut(inner: Inner, side: Side, loginId: string, wanted: RequestedState): void {
  const { cti, clock, phonesDown } = inner;
  const { requestId } = wanted;
  const state = cti.stateOf(loginId);
  const signedIn = state !== 'LOGOUT';
  const fits = wanted.state === 'LOGIN' ? !signedIn && !phonesDown.has(loginId) : signedIn && !isOnCall(state);
  if (!fits) {
    inner.emit({
      ...{ type: 'api-error', at: clock.now(), side, loginId, feed: `/finesse/api/User/${loginId}`, requestId },
      ...{ errorType: 'Invalid State', errorMessage: 'CF_INVALID_OBJECT_STATE', errorData: '22' },
    });
    return;
  }
  const category = wanted.state === 'LOGOUT' ? 'LOGOUT' : 'NOT_READY';
  const reason = chosenReason(category, wanted.reasonCodeId);
  if (wanted.state === 'LOGIN') cti.change(loginId, { state: 'NOT_READY', cause: 'sign-in', requestId });
  else cti.change(loginId, { state: wanted.state, reason, cause: 'self', requestId });
}
