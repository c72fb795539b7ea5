/** Builds one side: its server, its sessions, and Finesse watching presence there. */
import { otherSide, type Side } from '../model';
import type { Switches } from '../switches';
import type { ConnectedUsers } from './connected-users';
import type { Cti } from './cti';
import type { WorldEvent } from './events';
import type { IdleRules } from './idle';
import type { SideParts } from './inner';
import { PresenceWatch } from './presence-watch';
import type { Random } from './random';
import type { Scheduler } from './scheduler';
import { Server } from './server';
import { type Session, Sessions } from './sessions';
import type { WorldSettings } from './settings';

export interface SideContext {
  settings: WorldSettings;
  switches: Switches;
  rules: IdleRules;
  clock: Scheduler;
  random: Random;
  cti: Cti;
  connected: Readonly<Record<Side, ConnectedUsers>>;
  /** The agent of a session's user, whatever the case of its letters. */
  loginIdOf(user: string): string | null;
  /** Both sides, once they are built. */
  sides(): Readonly<Record<Side, SideParts>>;
  serviceChanged(side: Side, inService: boolean): void;
  emit(event: WorldEvent): void;
}

export function buildSide(side: Side, context: SideContext): SideParts {
  const sessions = buildSessions(side, context);
  const watch = buildWatch(side, context);
  const server = buildServer(side, context);
  return { server, sessions, watch };
}

function buildSessions(side: Side, context: SideContext): Sessions {
  const { settings, switches, clock, random, rules, emit } = context;
  const { sweepS, sweepPhaseS, debugLog } = settings.openfire;
  const phaseS = sweepPhaseS[side] ?? random.between(0, sweepS);
  return new Sessions(
    {
      ...{ side, domain: settings.hosts[side], clock, random, rules, emit, debugLog },
      ...{ sweepMs: sweepS * 1000, silentSweep: switches.sweepClose === 'silent' },
      presenceChanged: (session) => presenceChanged(side, session, context),
    },
    Math.round(clock.now() + phaseS * 1000),
  );
}

function presenceChanged(side: Side, session: Session, context: SideContext): void {
  const loginId = context.loginIdOf(session.user);
  if (loginId === null) return;
  context.sides()[side].watch.presenceChanged(session, loginId);
  const record = context.cti.record(loginId);
  const list = context.connected[side];
  if (!session.available) list.unavailable(loginId, session.jid);
  else if (record !== null && record.state !== 'LOGOUT') list.arrived(record, session, context.clock.now());
}

function buildWatch(side: Side, context: SideContext): PresenceWatch {
  const { settings, switches, clock, cti, emit } = context;
  const here = () => context.sides()[side];
  return new PresenceWatch(
    {
      ...{ side, clock, emit, deployment: settings.deployment, raceActs: switches.raceActs },
      graceMs: settings.finesse.graceS * 1000,
      latencyMs: settings.finesse.presenceLatencyMs,
      anyResource: switches.presenceLooksAt === 'bare-jid',
      sessionsOf: (user) => here().sessions.of(user),
      attentive: () => {
        const { server } = here();
        return server.inService() && server.finesseAvailable() && server.maintenanceSince === null;
      },
      inService: () => here().server.inService(),
      presentOnOtherSide: (loginId) => context.sides()[otherSide(side)].watch.isPresent(loginId),
    },
    cti,
  );
}

function buildServer(side: Side, context: SideContext): Server {
  const { settings, switches, clock, cti, emit } = context;
  const { finesse, deployment } = settings;
  const here = () => context.sides()[side];
  return new Server({
    ...{ side, clock, emit, tellReasons: switches.statusReasons === 'told' },
    standby: deployment.type === 'UCCX' && deployment.standby && side === 'B',
    ...{ dependencyMs: finesse.dependencyS * 1000, ctiDetectionMs: finesse.ctiDetectionS * 1000 },
    recoveryMs: finesse.recoveryS * 1000,
    publish(told, delayMs) {
      if (delayMs === 0) publish(side, told, context);
      else clock.after(delayMs, () => publish(side, told, context));
    },
    signedIn: () => [...cti.all()].filter((r) => r.state !== 'LOGOUT').map((r) => r.agent.loginId),
    decoded: (loginId) => decoded(side, loginId, context),
    notificationDown() {
      here().sessions.shutdown();
      if (switches.connectedUsersKeep === 'until-unavailable') context.connected[side].clear();
    },
    deaf: (keepPresence) => here().watch.forgetAll(keepPresence),
    serviceChanged(inService) {
      relist(side, inService, context);
      context.serviceChanged(side, inService);
    },
  });
}

function publish(
  side: Side,
  told: Parameters<Server['tell']>[0] & { republished: boolean },
  context: SideContext,
): void {
  const view = context.cti.view(told.loginId, side);
  if (view === null || !context.sides()[side].server.runs('notification')) return;
  const { loginId, requestId, cause, republished } = told;
  const at = context.clock.now();
  if (context.sides()[side].sessions.storesOffline(loginId)) {
    const bareJid = `${loginId.toLowerCase()}@${context.settings.hosts[side]}`;
    context.emit({ type: 'log', at, side, what: 'stored-offline', bareJid });
  }
  context.emit({
    ...{ type: 'agent-changed', at, side, loginId, view, requestId, republished, cause },
    feeds: [`/finesse/api/User/${loginId}`, `/finesse/api/Team/${view.agent.teamId}/Users`],
  });
}

function decoded(side: Side, loginId: string, { cti, clock, emit }: SideContext): void {
  const record = cti.record(loginId);
  if (record === null) return;
  const at = clock.now();
  emit({
    ...{ type: 'log', at, side, what: 'cti-decoded', loginId, extension: record.agent.extension },
    ...{ state: record.state, reasonCode: record.reason?.code ?? 0, receivedAt: at },
  });
}

/** A web application that starts anew knows nobody but those who are there. */
function relist(side: Side, inService: boolean, context: SideContext): void {
  const { server, sessions } = context.sides()[side];
  const list = context.connected[side];
  if (!server.runs('tomcat')) list.clear();
  if (!inService) return;
  for (const session of sessions.all()) {
    const loginId = context.loginIdOf(session.user);
    const record = loginId === null ? null : context.cti.record(loginId);
    if (session.available && record !== null && record.state !== 'LOGOUT') {
      list.arrived(record, session, context.clock.now());
    }
  }
}
