/** Why a server's REST API gave no usable answer, and what a 401 says about the account. */
import type { WireFailure } from '../../transport/port';
import { type ApiError, apiErrorsIn } from '../parse/api-errors';
import { readXml } from '../parse/xml';

/**
 * Of an answer: `unauthorized` (the account was refused: nothing more is sent for it), `not-permitted` (let in, without the right),
 * `forbidden`, `not-found`, `out-of-service` (503), `server-error` (other 5xx), `redirected`, `unexpected-status`, `too-large`, `unreadable`.
 * Of no answer: `timeout`, `transport`. Of ourselves: `stopped` (after a 401), `over-budget` (not sent, or its answer cut off),
 * `not-allowed`, `closed`.
 */
export type RestCondition =
  | 'unauthorized'
  | 'not-permitted'
  | 'forbidden'
  | 'not-found'
  | 'out-of-service'
  | 'server-error'
  | 'redirected'
  | 'unexpected-status'
  | 'too-large'
  | 'unreadable'
  | 'timeout'
  | 'transport'
  | 'stopped'
  | 'over-budget'
  | 'not-allowed'
  | 'closed';

export interface RestFailure {
  condition: RestCondition;
  /** null: no answer. */
  status: number | null;
  /** Cisco's word for it, e.g. `Authorization Failure`. */
  errorType: string | null;
  /** For `transport`: what became of the connection, certificate refusals included. */
  transport: WireFailure | null;
}

export function failed(condition: RestCondition, more: Partial<RestFailure> = {}): RestFailure {
  return { condition, status: null, errorType: null, transport: null, ...more };
}

/** What an answer says of the account that asked: its password was taken, refused, or nobody looked at it. */
export type Credit = 'taken' | 'refused' | 'unsaid';

/** Told to those whose password is right. */
const OF_RIGHTS = new Set(['invalid authorization user specified', 'invalid supervisor']);
/** Told to both: it counts as a matter of rights only while the password is known to be right. */
const AMBIGUOUS = 'authorization failure';

/** @param proven whether the account was let in by the answer before */
export function judgeStatus(
  status: number,
  body: string,
  proven: boolean,
): { failure: RestFailure | null; credit: Credit } {
  if (status === 200) return { failure: null, credit: 'taken' };
  const errorType = errorsOf(body)[0]?.type ?? null;
  const told = (condition: RestCondition, credit: Credit) => ({
    failure: failed(condition, { status, errorType }),
    credit,
  });
  if (status === 401) {
    const type = errorType?.toLowerCase() ?? '';
    if (OF_RIGHTS.has(type)) return told('not-permitted', 'taken');
    if (type === AMBIGUOUS && proven) return told('not-permitted', 'unsaid');
    return told('unauthorized', 'refused');
  }
  if (status === 403) return told('forbidden', 'taken');
  if (status === 404) return told('not-found', 'taken');
  if (status === 503) return told('out-of-service', 'unsaid');
  if (status >= 500) return told('server-error', 'unsaid');
  if (status >= 300 && status < 400) return told('redirected', 'unsaid');
  return told('unexpected-status', 'unsaid');
}

/** A page of a proxy in front of the server is no XML: nothing is made of it. */
function errorsOf(body: string): ApiError[] {
  const read = body.length > 65_536 ? null : readXml(body);
  return read?.ok === true ? (apiErrorsIn(read.value) ?? []) : [];
}
