/** What the REST API answers with, and the documented bodies of its errors: FINESSE §1.1. */
import { el, type Xml } from './xml';

export interface Reply {
  status: number;
  body: string;
  contentType: 'application/xml' | 'application/json';
  headers?: Readonly<Record<string, string>>;
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export const xmlReply = (root: Xml): Reply => ({
  status: 200,
  body: declaration + root.xml,
  contentType: 'application/xml',
});
export const jsonReply = (status: number, value: unknown): Reply => ({
  status,
  body: JSON.stringify(value),
  contentType: 'application/json',
});
/** The outcome comes as an event. */
export const accepted: Reply = { status: 202, body: '', contentType: 'application/xml' };

/** `<ApiErrors>` as REST writes them: in events their names begin with small letters. */
export function apiError(status: number, type: string, message: string, data = ''): Reply {
  const error = el('ApiError', [el('ErrorType', type), el('ErrorMessage', message), el('ErrorData', data)]);
  return { ...xmlReply(el('ApiErrors', error)), status };
}

export const errors = {
  malformed: (what: string) => apiError(400, 'Bad Request', what),
  missing: (parameter: string) => apiError(400, 'Parameter Missing', `${parameter} is missing`, parameter),
  invalid: (parameter: string) => apiError(400, 'Invalid Input', `Invalid ${parameter}`, parameter),
  /** Nobody, a wrong password, a locked user and Basic in SSO mode look alike: a lock is never told. */
  unauthenticated: (username: string): Reply => ({
    ...apiError(401, 'Unauthorized', 'The user is not authorized to perform this operation', username),
    headers: { 'WWW-Authenticate': 'Basic realm="Cisco Finesse"' },
  }),
  /** Somebody, who may not do this. */
  unauthorized: (username: string) => apiError(401, 'Authorization Failure', 'UNAUTHORIZED', username),
  otherUser: (loginId: string) =>
    apiError(
      401,
      'Invalid Authorization User Specified',
      "The user specified in the authentication credentials and the uri don't match",
      loginId,
    ),
  otherTeam: (loginId: string) => apiError(401, 'Invalid Supervisor', 'INVALID_SUPERVISOR', loginId),
  forbidden: (why: string) => apiError(403, 'Forbidden', why),
  notFound: (what: string) => apiError(404, 'Not Found', 'The resource specified is invalid or does not exist', what),
  noUser: (loginId: string) => apiError(404, 'User Not Found', 'UNKNOWN_USER', loginId),
  wrongVerb: (allowed: string): Reply => ({
    ...apiError(405, 'Method Not Allowed', 'METHOD_NOT_ALLOWED'),
    headers: { Allow: allowed },
  }),
  tooLarge: () => apiError(413, 'Bad Request', 'The request is too large'),
  failing: () => apiError(500, 'Internal Server Error', 'RUNTIME_EXCEPTION'),
  outOfService: () => apiError(503, 'Service Unavailable', 'SERVER_OUT_OF_SERVICE'),
} as const;
