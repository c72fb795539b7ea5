/** Watches a simulated pair as our feeds would, each as its switches grant it, and tells what it hears to whoever judges. */
import type { EvidenceFeed, FinesseSide } from '../../../server/contract';
import {
  type Capabilities,
  capabilitiesOf,
  type Installation,
  type ListMeaning,
} from '../../../server/domain/presence/capabilities';
import type { Evidence } from '../../../server/domain/presence/evidence';
import type { RungObservation } from '../../../server/domain/presence/readiness';
import type { AgentView } from '../../../server/simulator/finesse/model';
import type { WorldEvent } from '../../../server/simulator/finesse/world/port';
import type { Story } from '../../simulator/finesse/world/story';

const SIDES = ['A', 'B'] as const;
/** A ping every 10 s proves the session; this much later it is stale. */
const PROVEN_MS = 12_000;
const LIST_MS = 10_000;
const SYSTEM_INFO_MS = 20_000;

/** The part of `AgentWatch` that evidence goes through, and the checks of servers. */
export interface Hearer {
  tell(loginId: string, evidence: Evidence): void;
  fresh(side: FinesseSide, feed: EvidenceFeed, since: number, until: number): void;
  proven(side: FinesseSide, feed: EvidenceFeed, until: number): void;
  stale(side: FinesseSide, feed: EvidenceFeed, at: number): void;
  deaf(side: FinesseSide, isDeaf: boolean, at: number): void;
  check?(side: FinesseSide, observation: RungObservation): void;
}

export interface Observer {
  setBlind(value: boolean): void;
  /** Once a second: sessions, SystemInfo, REST after a gap, and every ten seconds the list. */
  tick(): void;
  /** Hears nothing any more. */
  forget(): void;
}

/** What the pair is, as an installation of ours would have found out. */
export function installationOf({ world }: Story, listMeaning: ListMeaning): Installation {
  const { switches, settings } = world;
  const { deployment } = settings;
  return {
    ...{ service: 'finesse', release: settings.release, sso: settings.authMode !== 'NON_SSO', listMeaning },
    deployment: deployment.type === 'UCCE' ? { type: 'UCCE', load: deployment.load } : { type: 'UCCX' },
    granted: { presence: switches.agentPresence === 'granted', agentFeeds: true, connectedUsers: true },
  };
}

export function observe(story: Story, installation: Installation, hearer: Hearer): Observer {
  const { world, time } = story;
  const { settings } = world;
  const capabilities: Capabilities = capabilitiesOf(installation);
  const byUser = new Map(world.agents().map((a) => [a.loginId.toLowerCase(), a.loginId]));
  const alive = { A: false, B: false };
  const restDone = { A: false, B: false };
  const listed = { A: false, B: false };
  let blind = false;
  let ticks = 0;

  const cut = () => blind || world.outside().observerCut;
  const sessionPossible = (side: FinesseSide) => {
    const parts = world.side(side).parts();
    return parts.host && parts.notification && !cut();
  };

  function stateOf(side: FinesseSide, view: AgentView, feed: 'team-feed' | 'rest'): Evidence {
    const stamp = view.stateChangeTime === '' ? null : Date.parse(view.stateChangeTime);
    return {
      ...{ kind: 'state', feed, side, at: time.now(), state: view.state, pendingState: view.pendingState },
      ...{ code: view.reason?.code ?? -1, label: view.reason?.label ?? null, extension: view.extension },
      ...{ systemCode: view.reason?.systemCode ?? null, serverAt: stamp },
      clockOffsetMs: settings.finesse.clockSkewMs[side],
    };
  }

  function check(side: FinesseSide, rung: RungObservation['rung'], result: RungObservation['result'], via: string) {
    hearer.check?.(side, { rung, at: time.now(), result, via });
  }

  function onEvent(event: WorldEvent): void {
    switch (event.type) {
      case 'agent-changed':
        if (alive[event.side] && !cut()) hearer.tell(event.loginId, stateOf(event.side, event.view, 'team-feed'));
        return;
      case 'presence-changed': {
        const loginId = byUser.get(event.user.toLowerCase());
        if (loginId === undefined || !alive[event.side] || cut() || !capabilities.presence) return;
        const { side, jid, available } = event;
        const at = time.now();
        hearer.tell(loginId, { kind: 'presence', feed: 'presence', side, at, available, jid, pushed: true });
        return;
      }
      case 'finesse-presence':
        if (!alive[event.side] || cut()) return;
        check(event.side, 'finesse-presence', event.available ? 'good' : 'bad', 'presence');
        deafness(event.side);
        return;
      case 'system-info-changed':
        if (event.published && alive[event.side] && !cut()) lookAtService(event.side, 'SystemInfo feed');
        return;
      case 'part-changed':
        sessions();
        return;
    }
  }

  function lookAtService(side: FinesseSide, via: string): void {
    const info = world.side(side).systemInfo();
    check(side, 'system-info', info.status === 'IN_SERVICE' ? 'good' : 'bad', via);
    check(side, 'cti-heartbeat', info.lastCTIHeartbeatStatus === 'success' ? 'good' : 'bad', via);
    deafness(side);
  }

  function deafness(side: FinesseSide): void {
    const view = world.side(side);
    const info = view.systemInfo();
    const isDeaf = info.status !== 'IN_SERVICE' || info.maintenance?.finesseMMode === true || !view.finesseAvailable();
    hearer.deaf(side, isDeaf, time.now());
  }

  /** Our sessions end with the service at once, and by their own pings when we are cut off. */
  function sessions(): void {
    const at = time.now();
    for (const side of SIDES) {
      if (sessionPossible(side)) {
        if (!alive[side]) connected(side);
        for (const feed of ['presence', 'team-feed'] as const) hearer.proven(side, feed, at + PROVEN_MS);
      } else if (alive[side]) {
        if (!cut()) {
          check(side, 'xmpp-session', 'bad', 'session');
          for (const feed of ['presence', 'team-feed'] as const) hearer.stale(side, feed, at);
        }
        unlist(side);
        alive[side] = false;
      }
    }
  }

  function unlist(side: FinesseSide): void {
    if (listed[side]) hearer.stale(side, 'connected-users', time.now());
    listed[side] = false;
  }

  function connected(side: FinesseSide): void {
    const at = time.now();
    alive[side] = true;
    restDone[side] = false;
    hearer.fresh(side, 'team-feed', at, at);
    check(side, 'xmpp-session', 'good', 'session');
    if (!capabilities.presence) return;
    hearer.fresh(side, 'presence', at, at);
    for (const { loginId } of world.agents()) {
      const [jid] = world.side(side).availableJids(`${loginId.toLowerCase()}@${world.side(side).xmppDomain}`);
      hearer.tell(loginId, {
        ...{ kind: 'presence', feed: 'presence', side, at, pushed: false },
        ...{ available: jid !== undefined, jid: jid ?? '' },
      });
    }
  }

  /** REST after every gap: events during it are lost. */
  function rest(side: FinesseSide): void {
    const view = world.side(side);
    if (cut() || view.rest() !== 'up') return;
    if (alive[side] && !restDone[side]) {
      restDone[side] = true;
      for (const user of view.users()) hearer.tell(user.agent.loginId, stateOf(side, user, 'rest'));
    }
  }

  function list(side: FinesseSide): void {
    const view = world.side(side);
    const trusted = alive[side] && !cut() && view.rest() === 'up' && view.inService() && capabilities.list !== null;
    const users = trusted ? view.connectedUsers() : null;
    if (users === null) {
      if (!cut()) unlist(side);
      return;
    }
    const at = time.now();
    if (!listed[side]) hearer.fresh(side, 'connected-users', at, at);
    listed[side] = true;
    hearer.proven(side, 'connected-users', at + LIST_MS + 5_000);
    const here = new Map(
      users.users.filter((u) => u.xmppJid.includes(`@${view.xmppDomain}/`)).map((u) => [u.loginId, u]),
    );
    const age = at - users.takenAt;
    const ageMs = { least: Math.max(0, age - 500), most: age + 500 };
    for (const { loginId } of world.agents()) {
      const user = here.get(loginId);
      hearer.tell(loginId, {
        ...{ kind: 'listed', feed: 'connected-users', side, at, ageMs, available: user !== undefined },
        ...{ jid: user?.xmppJid ?? null, durationS: user?.connectedDurationS ?? null },
      });
    }
  }

  const forget = world.subscribe(onEvent);
  return {
    forget,
    setBlind(value: boolean) {
      blind = value;
    },
    tick() {
      sessions();
      for (const side of SIDES) {
        const info = world.side(side).parts();
        if (ticks % (SYSTEM_INFO_MS / 1000) === (side === 'A' ? 0 : 10) && !cut()) {
          if (info.host && info.tomcat) lookAtService(side, 'GET SystemInfo');
          else check(side, 'system-info', 'silent', 'GET SystemInfo');
        }
        if (ticks === 0) lookAtService(side, 'GET SystemInfo');
        rest(side);
        if (ticks % (LIST_MS / 1000) === (side === 'A' ? 3 : 8)) list(side);
      }
      ticks++;
    },
  };
}
