/** Refusals of the HTTP API as problem details (RFC 9457). */
import { randomUUID } from 'node:crypto';
import { type ConfigProblem, isFileRefused, problemSentence } from '../../server/config/problem';
import { refusalOfAddress } from '../../server/domain/http/json-refusal';
import { isStoreError } from '../../server/store/store-error';

export interface Problem {
  status: number;
  title: string;
  detail?: string;
  /** RFC 9457 §3.1.5: which occurrence this was, to be found in the log. */
  instance?: string;
  errors?: { path: string; message: string }[];
}

export function problem(what: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(
    { type: 'about:blank', ...what },
    {
      status: what.status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    },
  );
}

export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

/** Runs a route; what it throws is told to the log, and the answer says whose trouble it is: the database's, or our own. */
export async function answering(run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    if (isFileRefused(error)) return fileRefused(error.problems);
    const instance = `urn:uuid:${randomUUID()}`;
    console.error(instance, error);
    return isStoreError(error)
      ? problem({ status: 503, title: 'The database did not answer', instance })
      : problem({ status: 500, title: 'Something went wrong here', instance });
  }
}

/** Nothing can be judged beside a file that is wrong: it has to be put right first. */
function fileRefused(problems: readonly ConfigProblem[]): Response {
  const detail = 'It was edited and cannot be in force as it is; what was in force before goes on.';
  const errors = problems.map((p) => ({ path: p.path, message: problemSentence(p) }));
  return problem({ status: 409, title: 'The configuration file on this machine is refused', detail, errors });
}

/** Null when the address is one that may be looked at. */
export function refuseAddress(request: Request): Response | null {
  const detail = refusalOfAddress(request.url);
  return detail === null ? null : problem({ status: 400, title: 'The address is not valid', detail });
}

/**
 * Null when the request may change things: our own page, or no browser at all. A foreign page can send a POST with the viewer's
 * network position even where there is no sign-in.
 */
export function refuseForeign(request: Request): Response | null {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  if (site === null ? origin === null || sameHost(origin, request) : site === 'same-origin' || site === 'none')
    return null;
  return problem({ status: 403, title: 'Foreign origin', detail: 'Only pages of this Holdfast may ask for this.' });
}

function sameHost(origin: string, request: Request): boolean {
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  return URL.canParse(origin) && new URL(origin).host === host;
}
