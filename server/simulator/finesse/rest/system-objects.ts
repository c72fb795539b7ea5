/** The objects that tell how a server is, as XML or JSON: SystemInfo, MaintenanceMode, ConfigInfo, ConnectedUsersInfo, DesktopConfig. */
import type { ConnectedUser, SystemInfo } from '../model';
import type { ConnectedUsersView, MaintenanceView, SideView, World } from '../world/port';
import { el, els, type Xml } from './xml';

/** Ports as SystemInfo tells them, those of a real installation: a client may read them, but none uses them. */
export interface ToldPorts {
  https: number;
  xmpp: number;
  xmppSecure: number;
}

/** FINESSE §1.2. */
export function systemInfoXml(info: SystemInfo, ports: ToldPorts | null): Xml {
  const node = ({ host }: { host: string }): Xml[] => [
    el('host', host),
    ...(ports === null ? [] : els({ httpsPort: ports.https, xmppPort: ports.xmpp, xmppSecurePort: ports.xmppSecure })),
  ];
  return el('SystemInfo', [
    ...els({
      currentTimestamp: info.currentTimestamp,
      deploymentType: info.deploymentType,
      lastCTIHeartbeatStatus: info.lastCTIHeartbeatStatus,
      lastSuccessCTIHeartbeatTime: info.lastSuccessCTIHeartbeatTime,
      ctiVersion: info.ctiVersion,
      ctiHeartbeatInterval: info.ctiHeartbeatInterval,
    }),
    ...maintenanceFields(info),
    ...els({
      license: '',
      peripheralId: info.deploymentType === 'UCCE' ? 5000 : '',
      primaryNode: node(info.primaryNode),
      secondaryNode: node(info.secondaryNode),
      status: info.status,
      statusReason: info.statusReason,
      systemAuthMode: info.systemAuthMode,
      timezoneOffset: info.timezoneOffset,
      uri: info.uri,
      xmppDomain: info.xmppDomain,
      xmppPubSubDomain: info.xmppPubSubDomain,
      ctiServers: info.ctiServers.map((server) =>
        el(
          'ctiServer',
          els({ host: server.host, connectedDuration: server.connectedDurationS, active: server.active }),
        ),
      ),
    }),
  ]);
}

/** 12.6(1) on; the time is negative while the mode is off. */
function maintenanceFields({ maintenance }: SystemInfo): Xml[] {
  if (maintenance === undefined) return [];
  const { ctiMMode, ctiTimeInMModeS, finesseMMode, finesseTimeInMModeS } = maintenance;
  return els({
    ctiMMode: ctiMMode ? 'IN_PROGRESS' : '',
    ctiTimeInMMode: ctiMMode ? ctiTimeInMModeS : -1,
    finesseMMode: finesseMMode ? 'IN_PROGRESS' : '',
    finesseTimeInMMode: finesseMMode ? finesseTimeInMModeS : -1,
  });
}

export function maintenanceXml(view: MaintenanceView): Xml {
  return el('MaintenanceMode', [
    el('status', view.status === 'NONE' ? '' : view.status),
    el('usersLoggedIn', els({ desktop: view.usersLoggedIn, fippa: 0, thirdpartyclients: 0 })),
    el('pendingUserDisconnections', view.pendingUserDisconnections),
    // two seconds for each who is still here
    el('estimatedCompletionTime', view.status === 'IN_PROGRESS' ? 2 * view.pendingUserDisconnections : 0),
    el('uri', '/finesse/api/MaintenanceMode'),
  ]);
}

export function configInfoXml(world: World): Xml {
  return el(
    'ConfigInfo',
    els({
      totalSkillGroups: world.teams().length,
      totalSupervisors: world.agents().filter((agent) => agent.roles.includes('Supervisor')).length,
      totalTeams: world.teams().length,
      totalUsers: world.agents().length,
      uri: '/finesse/api/ConfigInfo',
      versionInfo: versionOf(world),
    }),
  );
}

function versionOf({ settings }: World): string {
  return { '12.5': '12.5(1)', '12.6': '12.6(2)', '15.0': '15.0(1)' }[settings.release];
}

/** FINESSE §1.6. @param inline whether the details come along */
export function connectedUsersXml({ users }: ConnectedUsersView, inline: boolean): Xml {
  const count = (type: ConnectedUser['userType']): number => users.filter((user) => user.userType === type).length;
  const summary = els({
    desktopUsers: count('DESKTOP'),
    fippaUsers: count('FIPPA'),
    thirdPartyUsers: count('THIRDPARTY'),
    totalConnectedUsers: users.length,
    totalConnectedUsersViaProxy: users.filter((user) => user.viaProxy).length,
  });
  const details = inline ? [userDetails(users)] : [];
  return el('ConnectedUsersInfo', [
    el('userSummary', summary),
    ...details,
    el('uri', '/finesse/api/ConnectedUsersInfo'),
  ]);
}

/** The details alone, for the switch that gives them a URI of their own. */
export function connectedUserDetailsXml({ users }: ConnectedUsersView): Xml {
  return el('ConnectedUsersInfo', [userDetails(users), el('uri', '/finesse/api/ConnectedUsersInfo')]);
}

const userDetails = (users: readonly ConnectedUser[]): Xml => el('userDetails', users.map(userDetail));

function userDetail(user: ConnectedUser): Xml {
  return el(
    'userDetail',
    els({
      loginId: user.loginId,
      userType: user.userType,
      xmppJID: user.xmppJid,
      teamName: user.teamName,
      extension: user.extension,
      firstName: user.firstName,
      lastName: user.lastName,
      connectedDuration: user.connectedDurationS,
      connectedHostName: user.connectedHostName,
    }),
  );
}

/** What a desktop asks for before anybody has signed in. */
export function desktopConfig(world: World, side: SideView, other: SideView): Record<string, unknown> {
  const { settings } = world;
  return {
    deploymentType: settings.deployment.type,
    securityBannerMessage: '',
    systemStatus: side.inService() ? 'IN_SERVICE' : 'OUT_OF_SERVICE',
    host: `${side.host}:8445`,
    isAlternateSystemAvailable: other.inService(),
    desktopLicensed: true,
    systemAuthMode: settings.authMode,
    enableMobileAgentLogin: settings.deployment.type === 'UCCE' ? 'true' : 'false',
    isProxyRequest: false,
    redirectToAlternateHost: false,
    alternateHost: `${other.host}:8445`,
  };
}
