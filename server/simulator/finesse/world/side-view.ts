/** One side as the faces see it. */
import { featuresOf, isOnCall, otherSide, type Side } from '../model';
import type { Switches } from '../switches';
import type { ConnectedUsers } from './connected-users';
import { lastContactAt } from './idle';
import type { Inner } from './inner';
import { countersOf } from './performance';
import type { MaintenanceView, SideView } from './port';
import type { WorldSettings } from './settings';
import { systemInfoOf } from './system-info';

export interface ViewHost {
  inner: Inner;
  settings: WorldSettings;
  switches: Switches;
  connected: Readonly<Record<Side, ConnectedUsers>>;
}

export function createSideView(side: Side, { inner, settings, connected }: ViewHost): SideView {
  const { clock, cti } = inner;
  const { server, sessions, watch } = inner.sides[side];
  const features = featuresOf[settings.release];
  const now = () => clock.now() + settings.finesse.clockSkewMs[side];
  const records = () => [...cti.all()];

  function maintenanceMode(): MaintenanceView | null {
    if (!features.maintenanceMode) return null;
    const pending = sessions.all().filter((s) => s.available && s.resource === 'desktop').length;
    if (server.maintenanceSince === null)
      return { status: 'NONE', pendingUserDisconnections: 0, usersLoggedIn: pending };
    return {
      ...{ status: pending === 0 ? 'COMPLETED' : 'IN_PROGRESS', pendingUserDisconnections: pending },
      usersLoggedIn: pending,
    };
  }

  return {
    side,
    host: settings.hosts[side],
    xmppDomain: settings.hosts[side],
    pubsubDomain: `pubsub.${settings.hosts[side]}`,
    parts: () => ({
      ...{ host: server.runs('host'), tomcat: server.runs('tomcat') },
      ...{ notification: server.runs('notification'), cti: server.runs('cti') },
    }),
    rest: () => server.rest(),
    restDelayMs: () => server.restDelayMs,
    systemInfo: () =>
      systemInfoOf({
        ...{ now: now(), side, hosts: settings.hosts, deployment: settings.deployment, features },
        ...{ authMode: settings.authMode, timezoneOffsetMin: settings.finesse.timezoneOffsetMin },
        ...{ status: server.inService() ? 'IN_SERVICE' : 'OUT_OF_SERVICE', statusReason: server.statusReason() },
        ...{ ctiUp: server.ctiHeartbeatGood(), ctiChangedAt: server.ctiChangedAt },
        maintenanceSince: server.maintenanceSince,
      }),
    inService: () => server.inService(),
    finesseAvailable: () => server.finesseAvailable(),
    certificate: () => server.certificate,
    connectedUsers: () =>
      features.connectedUsers
        ? connected[side].view(clock.now(), () => connected[otherSide(side)].list(clock.now()))
        : null,
    performance: () =>
      features.performance
        ? countersOf({
            ...{ now: now(), inService: server.inService(), present: watch.size() },
            signedIn: records().filter((r) => r.state !== 'LOGOUT').length,
            calls: records().filter((r) => isOnCall(r.state)).length,
            ...{ publishDelayMs: server.publishDelayMs, restDelayMs: server.restDelayMs, loading: server.isLoading() },
          })
        : null,
    maintenanceMode,
    user: (loginId) => cti.view(loginId, side),
    users: () => records().flatMap((r) => cti.view(r.agent.loginId, side) ?? []),
    availableJids: (bareJid) =>
      sessions
        .of(bareJid.split('@')[0] ?? '')
        .filter((s) => s.available)
        .map((s) => s.jid),
    sessions: () =>
      sessions.all().map((s) => ({
        ...{ id: s.id, jid: s.jid, transport: s.transport, available: s.available, openedAt: s.openedAt },
        ...{ lastContactAt: lastContactAt(s.contact, clock.now()), simulated: s.simulated },
      })),
  };
}
