/** One Finesse server played by hand: REST answers as told, sessions and feeds as asked, and a log of what the watch does. */
import { Element } from '@xmpp/xml';
import type { FinesseClusterConfig, FinesseServerConfig, TargetConfig } from '../../../server/config/schema';
import { secret } from '../../../server/config/secret';
import type { Event, Fact, FinesseSide, TargetKey } from '../../../server/contract';
import { defaultLoadBudget } from '../../../server/domain/load-budget';
import type { SystemInfo } from '../../../server/finesse/parse/system-info';
import type { FinesseUser } from '../../../server/finesse/parse/users';
import type { ExchangeFacts, RestAnswer, RestClient, RestOptions } from '../../../server/finesse/rest/client';
import { failed, type RestCondition } from '../../../server/finesse/rest/failure';
import { startFinesseCluster } from '../../../server/monitor/finesse/cluster';
import type { FinesseDeps } from '../../../server/monitor/finesse/port';
import type { SessionListener } from '../../../server/monitor/port';
import type { AgentWatch } from '../../../server/monitor/presence/port';
import { createVirtualTime } from '../../../server/time/virtual-time';
import type { Session } from '../../../server/xmpp/port';

export const START = Date.UTC(2026, 10, 3, 9);
export const DOMAIN = 'fin-a.example';

export function serverConfig(side: FinesseSide, more: Partial<FinesseServerConfig> = {}): FinesseServerConfig {
  const low = side.toLowerCase();
  return {
    ...{ side, nodeKey: low, nodeName: `Finesse ${side}`, host: `fin-${low}.example`, restPort: 8445, trust: {} },
    account: { username: `holdfast-${low}`, password: secret('pass') },
    administrator: { username: 'chief', password: secret('chief') },
    ...{ standbyExpected: false, transports: null, budget: defaultLoadBudget },
    resources: { tcp: 'holdfast-tcp', websocket: 'holdfast-ws', bosh: 'holdfast-bosh' },
    policy: { pingIntervalMs: 10_000, pingTimeoutMs: 10_000, pingRetries: 2, connectTimeoutMs: 30_000 },
    ...more,
  };
}

export const user = (loginId: string, more: Partial<FinesseUser> = {}): FinesseUser => ({
  ...{ loginId, loginName: null, firstName: 'An', lastName: 'Agent', roles: ['Agent'], state: 'READY' },
  ...{ stateChangeMs: START - 60_000, pendingState: null, reasonCodeId: null, reason: null, extension: '26021' },
  ...{ teamId: '1', teamName: 'Billing', leads: [] },
  ...more,
});

export const info = (more: Partial<SystemInfo> = {}): SystemInfo => ({
  ...{ currentTimestampMs: null, deploymentType: 'UCCE', status: 'IN_SERVICE', statusReason: null },
  ...{ lastCtiHeartbeatStatus: 'SUCCESS', lastSuccessCtiHeartbeatMs: null, ctiHeartbeatIntervalS: 2, ctiVersion: null },
  ...{ ctiMaintenance: null, ctiTimeInMaintenanceS: null, finesseMaintenance: null, finesseTimeInMaintenanceS: null },
  ...{ license: null, peripheralId: null, authMode: 'NON_SSO', timezoneOffsetMin: 0 },
  ...{ xmppDomain: DOMAIN, pubsubDomain: `pubsub.${DOMAIN}`, primary: null, secondary: null, ctiServers: [] },
  ...more,
});

/** What REST says; a string is a condition. */
export interface Says {
  info: SystemInfo | RestCondition;
  users: FinesseUser[] | RestCondition;
  own: FinesseUser | RestCondition;
  teams: Record<string, FinesseUser[] | RestCondition>;
  release: string | RestCondition;
  /** Feeds that subscriptions are refused to. */
  refusedFeeds: RegExp | null;
}

const statusOf: Partial<Record<RestCondition, number>> = {
  ...{ unauthorized: 401, 'not-permitted': 401, forbidden: 403, 'not-found': 404, 'out-of-service': 503 },
};

export function play(config: { servers?: FinesseServerConfig[]; says?: Partial<Says>; doors?: number } = {}) {
  const time = createVirtualTime(START);
  const says: Says = {
    ...{ info: info(), own: user('holdfast-a', { teamId: null, leads: [{ id: '1', name: 'Billing' }] }) },
    ...{ users: [user('1001'), user('1002'), user('holdfast-a')], teams: {}, release: '12.6(2)', refusedFeeds: null },
    ...config.says,
  };
  const asked: string[] = [];
  const log: string[] = [];
  const events: Fact[] = [];
  const told: { loginId: string; what: string }[] = [];
  const listeners: ((event: Event) => void)[] = [];
  const say = (line: string) => log.push(`${(time.now() - START) / 1000} ${line}`);
  const own: FinesseClusterConfig = {
    ...{ key: 'fin', name: 'Fin', load: 0, sites: [], connectedUsersPlace: null },
    servers: config.servers ?? [serverConfig('A')],
  };

  function createRest(options: RestOptions): RestClient {
    let stopped = false;
    const { username, onExchange } = options;
    async function answer<T>(what: ExchangeFacts['what'], given: T | RestCondition): Promise<RestAnswer<T>> {
      const at = time.now();
      if (stopped && what !== 'DesktopConfig') return { ok: false, failure: failed('stopped'), tookMs: null };
      asked.push(`${username} ${what}`);
      // as the client does: rights are asked for only with a password that is known to be right
      const isProof = what !== 'SystemInfo' && what !== 'DesktopConfig' && username !== 'chief';
      const value = isProof && typeof says.own === 'string' ? says.own : given;
      options.meter.take();
      const failure =
        typeof value === 'string'
          ? failed(value as RestCondition, { status: statusOf[value as RestCondition] ?? null })
          : null;
      if (failure?.condition === 'unauthorized') stopped = true;
      const status = failure === null ? 200 : failure.status;
      onExchange?.({ what, method: 'GET', path: what, startedAt: at, tookMs: 5, bytes: 100, status, failure });
      if (failure !== null) return { ok: false, failure, tookMs: 5 };
      return { ok: true, value: value as T, sentAt: at, waitedMs: 5, tookMs: 5 };
    }
    const no = <T>(what: ExchangeFacts['what']) => answer<T>(what, 'not-found');
    const list = (of: FinesseUser[] | RestCondition) => (typeof of === 'string' ? of : { users: of, skipped: 0 });
    return {
      systemInfo: () => answer('SystemInfo', says.info),
      user: () => answer('User', says.own),
      users: () => answer('Users', list(says.users)),
      team: (id) => {
        const team = list(says.teams[id] ?? 'not-permitted');
        return answer('Team', typeof team === 'string' ? team : { id, name: `Team ${id}`, ...team });
      },
      connectedUsers: () => no('ConnectedUsersInfo'),
      reasonCodes: () => no('ReasonCodes'),
      configInfo: () =>
        answer(
          'ConfigInfo',
          /^\d/.test(says.release) ? { ...none, version: says.release } : (says.release as RestCondition),
        ),
      maintenanceMode: () => no('MaintenanceMode'),
      desktopConfig: () => answer('DesktopConfig', { systemStatus: 'IN_SERVICE' }),
      listCounters: () => no('performance'),
      readCounters: () => no('performance'),
      isStopped: () => stopped,
      stop() {
        stopped = true;
        say(`${username} REST stopped`);
      },
      resume() {
        stopped = false;
      },
      close: () => undefined,
    };
  }

  const watch: AgentWatch = {
    learn: (i) => say(`learn feeds ${i.granted.agentFeeds} presence ${i.granted.presence}`),
    listed: (entries, complete) => say(`listed ${entries.map((e) => e.loginId)}${complete ? '' : ' more'}`),
    unlisted: (loginId) => say(`unlisted ${loginId}`),
    tell: (loginId, evidence) =>
      told.push({ loginId, what: evidence.kind === 'state' ? `${evidence.feed} ${evidence.state}` : evidence.kind }),
    connectedHost: () => undefined,
    forget: () => undefined,
    fresh: (side, feed) => say(`fresh ${side} ${feed}`),
    proven: () => undefined,
    stale: (side, feed) => say(`stale ${side} ${feed}`),
    deaf: (side, isDeaf) => say(`deaf ${side} ${isDeaf}`),
    blind: () => say('blind'),
    loginIds: () => [],
    stop: () => undefined,
  };

  const deps: FinesseDeps = {
    ...{ time, watch, createRest, demo: false, known: { cluster: null, servers: [] } },
    publish: (fact) => events.push(fact),
    subscribe(listener) {
      listeners.push(listener);
      return () => undefined;
    },
    fleet: {
      add: (target) => say(`add ${target.key}`),
      archiveMissing: () => undefined,
      stopTarget: (key, reason) => say(`stop ${key} ${reason}`),
      resume(key) {
        say(`resume ${key}`);
        return true;
      },
    },
    findTargets: async (cluster, server) =>
      (['websocket', 'bosh', 'tcp'] as const)
        .slice(0, config.doors ?? 1)
        .map((kind) => target(cluster.key, server, kind)),
    note: () => undefined,
  };
  const cluster = startFinesseCluster(own, deps);
  const listener = (key: TargetKey): SessionListener => {
    const found = cluster.sessionListener(key);
    if (found === null) throw new Error(`nobody listens to ${key}`);
    return found;
  };
  const publish = (event: Event): void => {
    for (const one of listeners) one(event);
  };
  return { time, says, asked, log, events, told, cluster, listener, publish, session: () => fakeSession(says) };
}

const none = { totalUsers: null, totalSupervisors: null, totalTeams: null };

function target(clusterKey: string, server: FinesseServerConfig, transport: TargetConfig['transport']): TargetConfig {
  const address = { kind: 'tcp', host: server.host, port: 5223, security: 'tls' } as const;
  return {
    ...{ key: `${clusterKey}/${server.nodeKey}/${transport}`, clusterKey, clusterName: 'Fin', nodeKey: server.nodeKey },
    ...{ nodeName: server.nodeName, transport, address: 'somewhere', expect: 'open', policy: server.policy },
    session: {
      wire: { address, domain: DOMAIN, trust: {} },
      ...{ ...server.account, resource: server.resources[transport], allowPlainWithoutTls: false },
    },
  };
}

/** Grants every subscription that is not refused, and keeps what was sent. */
export function fakeSession(says: Pick<Says, 'refusedFeeds'>): Session & { sent: string[]; feeds: string[] } {
  const sent: string[] = [];
  const feeds: string[] = [];
  return {
    ...{ sent, feeds },
    facts: () => ({ phases: [], current: null, mechanism: null, tlsProtocol: null, certificate: null, jid: null }),
    transcript: () => null,
    ping: () => undefined,
    send: (stanza) => void sent.push(`${stanza.getName()} ${stanza.attrs.type ?? ''} ${stanza.attrs.to ?? ''}`.trim()),
    request(iq, onReply) {
      const action = iq.getChildElements()[0]?.getChildElements()[0];
      const node = String(action?.attrs.node ?? '');
      const reply = new Element('iq', { type: 'result', from: `pubsub.${DOMAIN}` });
      const name = action?.getName();
      const jid = `holdfast-a@${DOMAIN}/holdfast-ws`;
      const list = name === 'subscriptions' ? reply.c('pubsub').c('subscriptions') : null;
      for (const feed of feeds) list?.c('subscription', { node: feed, jid, subscription: 'subscribed' });
      if (name === 'subscribe' && says.refusedFeeds?.test(node) === true) {
        reply.attrs.type = 'error';
        reply.c('error').c('forbidden', { xmlns: 'urn:ietf:params:xml:ns:xmpp-stanzas' });
      } else if (name === 'subscribe') feeds.push(node);
      if (name === 'unsubscribe') feeds.splice(feeds.indexOf(node), 1);
      onReply(reply);
    },
    close: () => undefined,
    destroy: () => undefined,
  };
}

/** As a team's feed sends it. */
export function teamEvent(teamId: string, inner: string, method = 'PUT'): Element {
  const message = new Element('message', { from: `pubsub.${DOMAIN}`, to: `holdfast-a@${DOMAIN}` });
  const items = message
    .c('event', { xmlns: 'http://jabber.org/protocol/pubsub#event' })
    .c('items', { node: `/finesse/api/Team/${teamId}/Users` });
  items
    .c('item', { id: 'i-1' })
    .c('notification', { xmlns: 'urn:xmpp:push:0' })
    .t(`<Update><data><user>${inner}</user></data><event>${method}</event><requestId/><source/></Update>`);
  return message;
}

export const presenceOf = (who: string, type?: string): Element =>
  new Element('presence', { from: `${who}@${DOMAIN}/desktop`, ...(type === undefined ? {} : { type }) });
