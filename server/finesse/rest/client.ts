/** Everything that Holdfast asks of a Finesse server by REST, as typed answers; there is no method that changes anything. */
import type { Secret } from '../../xmpp/port';
import {
  type ConfigInfo,
  type ConnectedUsersInfo,
  type MaintenanceMode,
  readConfigInfo,
  readConnectedUsers,
  readMaintenanceMode,
} from '../parse/connected-users';
import {
  type Counters,
  type DesktopConfig,
  type ListedBean,
  readBeanList,
  readCounters,
  readDesktopConfig,
} from '../parse/json-objects';
import { readSystemInfo, type SystemInfo } from '../parse/system-info';
import {
  type FinesseTeam,
  type FinesseUser,
  type ReasonCode,
  readReasonCodes,
  readTeam,
  readUser,
  readUsers,
  type UserList,
} from '../parse/users';
import { type DataNode, type Read, readLongXml } from '../parse/xml';
import { Asker, type RestOptions, type Timing } from './asker';
import { failed, type RestFailure } from './failure';
import type { Query } from './requests';

export type { ExchangeFacts, RestOptions, Timing } from './asker';

/** `tookMs` null: nothing was sent. Promises never reject. */
export type RestAnswer<T> =
  | ({ ok: true; value: T } & Timing)
  | { ok: false; failure: RestFailure; tookMs: number | null };

export interface RestClient {
  systemInfo(): Promise<RestAnswer<SystemInfo>>;
  user(loginId: string): Promise<RestAnswer<FinesseUser>>;
  users(): Promise<RestAnswer<UserList>>;
  team(id: string): Promise<RestAnswer<FinesseTeam>>;
  /** @param place of the details: `userDetails` or `?name=value`; null: the summary's own, which may bring them along */
  connectedUsers(place?: string | null): Promise<RestAnswer<ConnectedUsersInfo>>;
  reasonCodes(category?: 'ALL' | 'NOT_READY' | 'LOGOUT'): Promise<RestAnswer<ReasonCode[]>>;
  configInfo(): Promise<RestAnswer<ConfigInfo>>;
  maintenanceMode(): Promise<RestAnswer<MaintenanceMode>>;
  /** Asked for without an account. */
  desktopConfig(): Promise<RestAnswer<DesktopConfig>>;
  listCounters(service: 'openfire' | 'tomcat'): Promise<RestAnswer<ListedBean[]>>;
  /** @param mbean with `openfire//` before it for the Notification Service's; `attribute` null: all of them */
  readCounters(mbean: string, attribute?: string | null): Promise<RestAnswer<Counters>>;
  /** Whether the account was refused: then nothing is sent for it any more. */
  isStopped(): boolean;
  /** The account was refused elsewhere, e.g. by the Notification Service. */
  stop(): void;
  /** Somebody says that the account is right now. */
  resume(password?: Secret): void;
  /** Drops the connection; who waits is answered with `closed`. */
  close(): void;
}

export function createRestClient(options: RestOptions): RestClient {
  const asker = new Asker(options);

  async function ask<T>(query: Query, read: (body: string) => Read<T> | Promise<Read<T>>): Promise<RestAnswer<T>> {
    const asked = await asker.ask(query);
    if (!asked.ok) return asked;
    const { sentAt, waitedMs, tookMs } = asked;
    const value = await read(asked.body);
    return value.ok
      ? { ok: true, value: value.value, sentAt, waitedMs, tookMs }
      : { ok: false, failure: failed('unreadable', { status: 200, errorType: value.condition }), tookMs };
  }
  const xml = <T>(query: Query, read: (root: DataNode) => Read<T>) =>
    ask(query, async (body) => {
      const root = await readLongXml(body);
      return root.ok ? read(root.value) : root;
    });

  return {
    systemInfo: () => xml({ what: 'SystemInfo' }, readSystemInfo),
    user: (id) => xml({ what: 'User', id }, readUser),
    users: () => xml({ what: 'Users' }, readUsers),
    team: (id) => xml({ what: 'Team', id }, readTeam),
    connectedUsers: (place = null) => xml({ what: 'ConnectedUsersInfo', place }, readConnectedUsers),
    reasonCodes: (category = 'ALL') => xml({ what: 'ReasonCodes', category }, readReasonCodes),
    configInfo: () => xml({ what: 'ConfigInfo' }, readConfigInfo),
    maintenanceMode: () => xml({ what: 'MaintenanceMode' }, readMaintenanceMode),
    desktopConfig: () => ask({ what: 'DesktopConfig' }, readDesktopConfig),
    listCounters: (service) => ask({ what: 'performance', ask: { type: 'list', service } }, readBeanList),
    readCounters: (mbean, attribute = null) =>
      ask({ what: 'performance', ask: { type: 'read', mbean, attribute } }, (body) => readCounters(body, attribute)),
    isStopped: () => asker.isStopped,
    stop: () => asker.stop(),
    resume: (password) => asker.resume(password),
    close: () => asker.close(),
  };
}
