/** The allow-list: everything that is ever asked of a Finesse server, and the only way to name it (DESIGN §5c). */

/** One thing to ask for. There is no word for changing anything. */
export type Query =
  | { what: 'SystemInfo' }
  | { what: 'Users' }
  | { what: 'User'; id: string }
  | { what: 'Team'; id: string }
  /** `place`: where the details are when they have a URI of their own: `userDetails`, or `?name=value`. null: the summary's. */
  | { what: 'ConnectedUsersInfo'; place: string | null }
  | { what: 'ReasonCodes'; category: 'ALL' | 'NOT_READY' | 'LOGOUT' }
  | { what: 'ConfigInfo' }
  | { what: 'MaintenanceMode' }
  | { what: 'DesktopConfig' }
  | { what: 'performance'; ask: PerformanceQuestion };

/** FINESSE §1.6: a POST that only reads. */
export type PerformanceQuestion =
  | { type: 'list'; service: 'openfire' | 'tomcat' }
  /** `attribute` null: all of them. */
  | { type: 'read'; mbean: string; attribute: string | null };

export type WireRequest = { method: 'GET'; path: string } | { method: 'POST'; path: typeof PERFORMANCE; body: string };

const API = '/finesse/api';
const PERFORMANCE = '/finesse/api/performance';

/** Neither a dot segment nor anything that a server could take for more than one segment. */
const ID = /^(?!\.{1,2}$)[^\s/\\?#%;\p{Cc}]{1,64}$/u;
const PLACE = /^[A-Za-z][A-Za-z0-9]{0,63}$|^\?[A-Za-z][A-Za-z0-9]{0,63}=[A-Za-z0-9]{1,64}$/;

/** null: this id or place is none, and nothing is sent. */
export function requestOf(query: Query): WireRequest | null {
  switch (query.what) {
    case 'SystemInfo':
    case 'Users':
    case 'ConfigInfo':
    case 'MaintenanceMode':
      return { method: 'GET', path: `${API}/${query.what}` };
    case 'DesktopConfig':
      return { method: 'GET', path: '/desktop/api/DesktopConfig' };
    case 'User':
    case 'Team':
      return ID.test(query.id) ? { method: 'GET', path: `${API}/${query.what}/${encodeURIComponent(query.id)}` } : null;
    case 'ReasonCodes':
      return { method: 'GET', path: `${API}/ReasonCodes?category=${query.category}` };
    case 'ConnectedUsersInfo':
      return connectedUsers(query.place);
    case 'performance':
      return performance(query.ask);
  }
}

function connectedUsers(place: string | null): WireRequest | null {
  const path = `${API}/ConnectedUsersInfo`;
  if (place === null) return { method: 'GET', path };
  if (!PLACE.test(place)) return null;
  return { method: 'GET', path: place.startsWith('?') ? path + place : `${path}/${place}` };
}

/** The body is written anew from the fields that are allowed: what else an object may carry stays here. */
function performance(ask: PerformanceQuestion): WireRequest {
  const body =
    ask.type === 'list'
      ? { type: 'list', service: ask.service }
      : { type: 'read', mbean: ask.mbean, ...(ask.attribute === null ? {} : { attribute: ask.attribute }) };
  return { method: 'POST', path: PERFORMANCE, body: JSON.stringify(body) };
}

const ALLOWED = new RegExp(
  `^(?:/desktop/api/DesktopConfig|${API}/(?:SystemInfo|Users|ConfigInfo|MaintenanceMode|(?:User|Team)/[^/?#]+` +
    `|ReasonCodes\\?category=[A-Z_]+|ConnectedUsersInfo(?:[/?][A-Za-z0-9=]+)?))$`,
);
const READS_ONLY = /^\{"type":"(?:list|read)",/;

/** Looked at once more just before it is sent, by its text alone. */
export function isAllowed(request: { method: string; path: string; body?: string }): boolean {
  if (request.method === 'GET') return request.body === undefined && ALLOWED.test(request.path);
  return request.method === 'POST' && request.path === PERFORMANCE && READS_ONLY.test(request.body ?? '');
}
