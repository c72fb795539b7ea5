/** The REST API of one server as a function from a request to an answer: FINESSE §1. */
import { otherSide, type ReleaseFeatures, type Side } from '../model';
import type { Account, SideView, World } from '../world/port';
import { type Tokens, whoAsks } from './access';
import { performanceReply } from './performance';
import { errors, jsonReply, type Reply, xmlReply } from './reply';
import type { RestRequest } from './request';
import { changeState } from './state-change';
import {
  configInfoXml,
  connectedUserDetailsXml,
  connectedUsersXml,
  desktopConfig,
  maintenanceXml,
  systemInfoXml,
  type ToldPorts,
} from './system-objects';
import { idleUserXml, reasonCodesXml, reasonCodeXml, teamsXml, teamXml, userXml } from './user-objects';
import { el } from './xml';

export interface RestContext {
  world: World;
  side: Side;
  tokens: Tokens;
  now(): number;
  /** Where the details of ConnectedUsersInfo are when they have a URI of their own: nobody has documented it. */
  connectedUserDetailsPath: string;
}

export const defaultDetailsPath = 'userDetails';

interface Asked extends RestContext {
  view: SideView;
  account: Account;
  request: RestRequest;
  /** Of the path, decoded: `User/{id}` has one, `User/{id}/ReasonCode/{code}` two. */
  ids: readonly string[];
}

interface Route {
  /** `*` = an id. */
  path: readonly string[];
  /** Releases without it have no such object, whoever asks. */
  needs?: 'connectedUsers' | 'maintenanceMode' | 'performance';
  verbs: Readonly<Partial<Record<'GET' | 'PUT' | 'POST', (asked: Asked) => Reply>>>;
}

const NOTIFICATION_PORTS: ToldPorts = { https: 8445, xmpp: 5222, xmppSecure: 5223 };

const routes: readonly Route[] = [
  { path: ['User', '*'], verbs: { GET: getUser, PUT: putUser } },
  { path: ['Users'], verbs: { GET: forAdministrators(getUsers) } },
  { path: ['User', '*', 'ReasonCodes'], verbs: { GET: ofUser(getReasonCodes) } },
  { path: ['User', '*', 'ReasonCode', '*'], verbs: { GET: ofUser(getReasonCode) } },
  { path: ['ReasonCodes'], verbs: { GET: forAdministrators(onPrimary(getReasonCodes)) } },
  { path: ['ReasonCode', '*'], verbs: { GET: forAdministrators(onPrimary(getReasonCode)) } },
  { path: ['Team', '*'], verbs: { GET: getTeam } },
  { path: ['Teams'], verbs: { GET: forAdministrators(onPrimary(({ world }) => xmlReply(teamsXml(world.teams())))) } },
  { path: ['ConfigInfo'], verbs: { GET: onPrimary(({ world }) => xmlReply(configInfoXml(world))) } },
  { path: ['ConnectedUsersInfo'], needs: 'connectedUsers', verbs: { GET: administratorsElse403(getConnectedUsers) } },
  {
    path: ['ConnectedUsersInfo', '*'],
    needs: 'connectedUsers',
    verbs: { GET: administratorsElse403(getConnectedUserDetails) },
  },
  { path: ['MaintenanceMode'], needs: 'maintenanceMode', verbs: { GET: forAdministrators(getMaintenance) } },
  { path: ['performance'], needs: 'performance', verbs: { POST: administratorsElse403(postPerformance) } },
];

/** Everything but waiting: what the server answers while it answers at all. `path` of the request begins with `finesse` or `desktop`. */
export function answer(context: RestContext, request: RestRequest): Reply {
  const [app, api, ...path] = request.path;
  if (api !== 'api' || (app !== 'finesse' && app !== 'desktop')) return errors.notFound(`/${request.path.join('/')}`);
  if (app === 'desktop') return desktopReply(context, request, path);
  if (path.length === 1 && path[0] === 'SystemInfo') return systemInfoReply(context, request);
  return apiReply(context, { ...request, path });
}

function desktopReply({ world, side }: RestContext, { method }: RestRequest, path: readonly string[]): Reply {
  if (path.join('/').toLowerCase() !== 'desktopconfig') return errors.notFound(path.join('/'));
  if (method !== 'GET') return errors.wrongVerb('GET');
  return jsonReply(200, desktopConfig(world, world.side(side), world.side(otherSide(side))));
}

/** Told in service and out of service. */
function systemInfoReply(context: RestContext, request: RestRequest): Reply {
  const { world, side, tokens } = context;
  if (world.switches.systemInfoAuth === 'required' || request.authorization !== null) {
    const who = whoAsks(world, side, tokens, request);
    if (!who.ok) return who.reply;
  }
  if (request.method !== 'GET') return errors.wrongVerb('GET');
  // 12.6(2) on tells its ports
  const ports = world.features.performance ? NOTIFICATION_PORTS : null;
  return xmlReply(systemInfoXml(world.side(side).systemInfo(), ports));
}

function apiReply(context: RestContext, request: RestRequest): Reply {
  const { world, side, tokens } = context;
  const view = world.side(side);
  const who = whoAsks(world, side, tokens, request);
  if (!who.ok) return who.reply;
  if (view.rest() === 'out-of-service') return errors.outOfService();
  if (view.rest() === 'failing') return errors.failing();
  const found = findRoute(request.path, world.features);
  if (found === null) return errors.notFound(`/finesse/api/${request.path.join('/')}`);
  const { verbs } = found.route;
  const run = Object.entries(verbs).find(([verb]) => verb === request.method)?.[1];
  if (run === undefined) return errors.wrongVerb(Object.keys(verbs).join(', '));
  return run({ ...context, view, account: who.account, request, ids: found.ids });
}

function findRoute(path: readonly string[], features: ReleaseFeatures): { route: Route; ids: string[] } | null {
  const route = routes.find((r) => r.path.length === path.length && r.path.every((p, i) => p === '*' || p === path[i]));
  const there = route?.needs === undefined || features[route.needs];
  return route === undefined || !there ? null : { route, ids: path.filter((_, i) => route.path[i] === '*') };
}

type Run = (asked: Asked) => Reply;

function forAdministrators(run: Run): Run {
  return (asked) => (asked.account.role === 'administrator' ? run(asked) : errors.unauthorized(asked.account.username));
}

/** The serviceability APIs say 403 where the others say 401. */
function administratorsElse403(run: Run): Run {
  return (asked) =>
    asked.account.role === 'administrator'
      ? run(asked)
      : errors.forbidden('Only users with administrator privilege are allowed');
}

/** FINESSE §1.5: configuration APIs are refused by the secondary server. */
function onPrimary(run: Run): Run {
  return (asked) =>
    asked.side === 'A' ? run(asked) : errors.forbidden('This API cannot be run against the secondary Finesse server');
}

/** One's own, or anybody's for an administrator. */
function ofUser(run: Run): Run {
  return (asked) => {
    const loginId = asked.ids[0] ?? '';
    return loginId === asked.account.username || asked.account.role === 'administrator'
      ? run({ ...asked, ids: asked.ids.slice(1) })
      : errors.otherUser(loginId);
  };
}

function getUser({ world, view, account, ids }: Asked): Reply {
  const asked = ids[0] ?? '';
  const mine = account.username === asked || account.agent?.loginName === asked;
  if (!mine && account.role !== 'administrator') return errors.otherUser(asked);
  const known = view.user(asked) ?? view.user(loginIdOf(world, asked));
  if (known !== null) return xmlReply(userXml(known, world));
  const idle = world.accounts().find((a) => a.username === asked && a.agent === null && a.role !== 'administrator');
  return idle === undefined ? errors.noUser(asked) : xmlReply(idleUserXml(idle, world));
}

/** On UCCE a user can be asked for by the login name as well. */
function loginIdOf(world: World, loginName: string): string {
  if (world.settings.deployment.type !== 'UCCE') return loginName;
  return world.agents().find((agent) => agent.loginName === loginName)?.loginId ?? loginName;
}

function putUser({ world, side, account, ids, request }: Asked): Reply {
  return changeState(world, side, account, ids[0] ?? '', request);
}

function getUsers({ world, view }: Asked): Reply {
  return xmlReply(
    el(
      'Users',
      view.users().map((user) => userXml(user, world)),
    ),
  );
}

function getTeam({ world, view, account, ids }: Asked): Reply {
  const id = ids[0] ?? '';
  const team = world.teams().find((candidate) => candidate.id === id);
  const mine = account.role === 'administrator' || account.supervises.includes(id);
  if (!mine) return errors.unauthorized(account.username);
  return team === undefined
    ? errors.notFound(`Team ${id}`)
    : xmlReply(teamXml(team, (loginId) => view.user(loginId), world));
}

function getReasonCodes({ world, request }: Asked): Reply {
  const category = request.query.get('category') ?? 'ALL';
  if (category !== 'ALL' && category !== 'NOT_READY' && category !== 'LOGOUT') return errors.invalid('category');
  return xmlReply(reasonCodesXml(world.reasonCodes(), category));
}

function getReasonCode({ world, ids }: Asked): Reply {
  const id = ids[0] ?? '';
  const code = world.reasonCodes().find((candidate) => String(candidate.id) === id);
  return code === undefined ? errors.notFound(`ReasonCode ${id}`) : xmlReply(reasonCodeXml(code));
}

function getConnectedUsers({ world, view }: Asked): Reply {
  const users = view.connectedUsers();
  if (users === null) return errors.notFound('ConnectedUsersInfo');
  return xmlReply(connectedUsersXml(users, world.switches.connectedUsersDetail === 'inline'));
}

function getConnectedUserDetails({ world, view, ids, connectedUserDetailsPath }: Asked): Reply {
  const users = view.connectedUsers();
  const here = world.switches.connectedUsersDetail === 'own-uri' && ids[0] === connectedUserDetailsPath;
  return users === null || !here
    ? errors.notFound(`ConnectedUsersInfo/${ids[0]}`)
    : xmlReply(connectedUserDetailsXml(users));
}

function getMaintenance({ view }: Asked): Reply {
  const maintenance = view.maintenanceMode();
  return maintenance === null ? errors.notFound('MaintenanceMode') : xmlReply(maintenanceXml(maintenance));
}

function postPerformance({ view, request, now }: Asked): Reply {
  const counters = view.performance();
  return counters === null ? errors.notFound('performance') : performanceReply(request.body, counters, now());
}
