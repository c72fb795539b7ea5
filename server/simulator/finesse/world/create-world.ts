/** Puts a world together: two servers, their sessions, the CTI server behind them, and everybody who works there. */
import type { Time } from '../../../time/time';
import { featuresOf, type Side, sides } from '../model';
import { type Switches, switchesOf } from '../switches';
import { Accounts } from './accounts';
import { act } from './act';
import { startAmbientTrouble } from './ambient';
import { buildSide } from './build-side';
import { ConnectedUsers } from './connected-users';
import { Cti } from './cti';
import type { WorldEvent } from './events';
import { Fleet } from './fleet';
import type { IdleRules } from './idle';
import type { Inner, SideParts } from './inner';
import { type Population, populate } from './population';
import type { Truth, World } from './port';
import { Random } from './random';
import { listedReasons } from './reason-codes';
import { reportSession } from './reported-session';
import { requestState } from './request';
import { Rhythm } from './rhythm';
import { Scheduler } from './scheduler';
import { type WorldSettings, type WorldSettingsInput, worldSettings } from './settings';
import { createSideView } from './side-view';
import { type Placement, placements, startWork } from './start-work';
import { switchOver } from './switch-over';

type Listener = (event: WorldEvent) => void;

/** @throws ZodError when the settings do not fit; parse files and flags with `worldSettings` before */
export function createWorld(input: WorldSettingsInput, time: Time): World {
  const settings = worldSettings.parse(input);
  const switches = switchesOf(settings.profile, settings.switches);
  const clock = new Scheduler(time);
  const listeners = new Set<Listener>();
  const emit: Listener = (event) => {
    for (const listener of listeners) listener(event);
  };
  const population = populate(settings);
  const { inner, connected } = assemble({ settings, switches, clock, population, emit });
  const view = (side: Side) => createSideView(side, { inner, settings, switches, connected });
  const views = { A: view('A'), B: view('B') };
  const byLogin = new Map(population.agents.map((a) => [a.loginId, a]));
  return {
    ...{ settings, switches, features: featuresOf[settings.release] },
    side: (side) => views[side],
    agents: () => population.agents,
    agent: (loginId) => byLogin.get(loginId) ?? null,
    teams: () => population.teams,
    sites: () => population.sites,
    outside: () => inner.outside,
    accounts: () => inner.accounts.all(),
    authenticate: (side, username, password) => inner.accounts.authenticate(side, username, password, clock.now()),
    passwordOf: (username) => inner.accounts.passwordOf(username),
    feedAccess: (username, feed) => inner.accounts.feedAccess(username, feed),
    presenceAccess: (username, target) => inner.accounts.presenceAccess(username, target),
    defaultFeeds: (username) => inner.accounts.defaultFeeds(username),
    reasonCodes: () => listedReasons,
    requestState: (side, loginId, wanted) => requestState(inner, side, loginId, wanted),
    sessionOpened: (side, opening) => reportSession(inner, side, opening),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    act: (wanted, label = '') => act(inner, wanted, label),
    truth: () => truthOf(inner),
    stop: () => clock.stop(),
  };
}

interface Given {
  settings: WorldSettings;
  switches: Switches;
  clock: Scheduler;
  population: Population;
  emit: Listener;
}

function assemble(given: Given): { inner: Inner; connected: Record<Side, ConnectedUsers> } {
  const { settings, switches, clock, population, emit } = given;
  const random = (stream: string) => new Random(settings.seed, stream);
  const { hosts, finesse, deployment } = settings;
  const connected = { A: new ConnectedUsers(hosts.A, switches), B: new ConnectedUsers(hosts.B, switches) };
  const built: Partial<Record<Side, SideParts>> = {};
  const both = () => ({ A: present(built.A), B: present(built.B) });
  const cti = new Cti(population.agents, {
    ...{ clock, emit, deployment, roundTripMs: finesse.ctiRoundTripMs, skewMs: finesse.clockSkewMs },
    tell: (told) => {
      for (const side of sides) both()[side].server.tell(told);
    },
  });
  const logins = new Map(population.agents.map((a) => [a.loginId.toLowerCase(), a.loginId]));
  const rules = rulesOf(settings, switches);
  const context = {
    ...{ settings, switches, rules, clock, random: random('service'), cti, connected, emit, sides: both },
    loginIdOf: (user: string) => logins.get(user) ?? null,
    serviceChanged(side: Side, inService: boolean) {
      if (!inService) inner.fleet.serverLeft(side);
      switchOver(inner, side, inService);
    },
  };
  for (const side of sides) built[side] = buildSide(side, context);
  const placed = placements(
    settings,
    population.agents.map((a) => a.loginId),
    random('placement'),
  );
  const inner = innerOf(given, { cti, sides: both(), rules, placed, random });
  listen(inner, connected);
  startWork(inner, settings, placed, random('start'));
  if (settings.ambientTrouble) {
    startAmbientTrouble(inner.fleet.all(), {
      ...{ clock, cti, switches, random: random('ambient'), reloadMs: inner.reloadMs },
    });
  }
  return { inner, connected };
}

/** Both sides are built before anything happens. */
function present(parts: SideParts | undefined): SideParts {
  if (parts === undefined) throw new Error('a side was asked for before it was built');
  return parts;
}

function rulesOf({ openfire }: WorldSettings, switches: Switches): IdleRules {
  return {
    boshIdleMs: openfire.boshIdleS * 1000,
    websocketIdleMs: switches.websocketIdleS * 1000,
    waitMs: openfire.waitS * 1000,
  };
}

interface Core {
  cti: Cti;
  sides: Record<Side, SideParts>;
  rules: IdleRules;
  placed: readonly Placement[];
  random(stream: string): Random;
}

function innerOf({ settings, switches, clock, population, emit }: Given, core: Core): Inner {
  const { cti, rules, placed, random } = core;
  const { desktop, finesse, deployment } = settings;
  const home = new Map(placed.map((p) => [p.loginId, p.homeSide]));
  const simulated = population.agents
    .slice(settings.realAgents)
    .map((agent) => ({ agent, homeSide: home.get(agent.loginId) ?? 'A' }));
  const fleet = new Fleet(simulated, population.sites, {
    ...{ clock, random: random('desktops'), rules, sides: core.sides, emit },
    habits: {
      ...{ pingMs: desktop.pingS * 1000, pingTimeoutMs: desktop.pingTimeoutS * 1000, pingRetries: desktop.pingRetries },
      ...{ waitMs: rules.waitMs, pollMs: desktop.pollS * 1000, reconnectTries: desktop.reconnectTries },
      ...{ reconnectMs: desktop.reconnectS * 1000, loadMs: desktop.loadS * 1000, loadsPerS: desktop.loadsPerS },
      loadPerRttMs: desktop.loadSPerRttMs,
    },
  });
  const isAtDesk = (loginId: string) =>
    fleet.get(loginId)?.isConnected() ?? sides.some((s) => core.sides[s].watch.isPresent(loginId));
  const phonesDown = new Set<string>();
  const rhythm = new Rhythm({
    ...{ clock, random: random('rhythm'), cti, enabled: settings.rhythm, callMs: settings.callS * 1000 },
    ...{ canHold: deployment.type === 'UCCE', isAtDesk },
    maySignIn: (loginId) => (fleet.get(loginId)?.isConnected() ?? false) && !phonesDown.has(loginId),
  });
  return {
    ...{ clock, random: random('actions'), deployment, ctiRoundTripMs: finesse.ctiRoundTripMs },
    ...{ reloadMs: desktop.reloadS * 1000, population, accounts: new Accounts(settings, population, switches) },
    ...{ cti, rhythm, fleet, sides: core.sides, groups: new Map(), phonesDown, outside: { observerCut: false }, emit },
    atWork: new Set(placed.filter((p) => p.atWork).map((p) => p.loginId)),
  };
}

/** From the end of a stay to the closed page. */
const CLOSES_AFTER_MS = 1_500;

function listen({ cti, clock, fleet, sides: both }: Inner, connected: Record<Side, ConnectedUsers>): void {
  cti.onChange((record, before) => {
    const { loginId } = record.agent;
    if (record.state !== 'LOGOUT') {
      if (before !== 'LOGOUT') return;
      for (const side of sides) {
        for (const session of both[side].sessions.of(loginId)) {
          if (session.available) connected[side].arrived(record, session, clock.now());
        }
      }
      return;
    }
    for (const side of sides) connected[side].signedOut(loginId);
    if (record.cause === 'self' || record.cause === 'supervisor' || record.cause === 'inactivity') {
      clock.after(CLOSES_AFTER_MS, () => {
        if (!cti.isSignedIn(loginId)) fleet.get(loginId)?.close('clean');
      });
    }
  });
}

function truthOf({ clock, cti, fleet, sides: both }: Inner): Truth {
  const states: Truth['states'] = {};
  for (const { state } of cti.all()) states[state] = (states[state] ?? 0) + 1;
  const on = (side: Side) => both[side].sessions.all().filter((s) => s.available && s.resource === 'desktop').length;
  return {
    ...{ at: clock.now(), agents: fleet.all().length, states, connected: { A: on('A'), B: on('B') } },
    graces: sides.flatMap((side) => both[side].watch.running().map((g) => ({ side, ...g }))),
    ...{ causes: { ...cti.causes }, cutSites: fleet.cutSites() },
  };
}
