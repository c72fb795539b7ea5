/** Watches a simulated pair as our feeds would, each as its switches grant it, and keeps what health says of everybody. */
import type { FinesseSide, PresenceHealth } from '../../../server/contract';
import { type Capabilities, capabilitiesOf, type ListMeaning } from '../../../server/domain/presence/capabilities';
import {
  type AgentEvidence,
  type Evidence,
  type FreshSpan,
  noEvidence,
  type SideFeeds,
} from '../../../server/domain/presence/evidence';
import { foldEvidence } from '../../../server/domain/presence/fold';
import { healthOf } from '../../../server/domain/presence/health';
import type { RungObservation } from '../../../server/domain/presence/readiness';
import type { AgentView } from '../../../server/simulator/finesse/model';
import { loadScenario } from '../../../server/simulator/finesse/scenarios/load';
import { playScenario } from '../../../server/simulator/finesse/scenarios/player';
import type { ProfileName } from '../../../server/simulator/finesse/switches';
import type { WorldEvent, WorldSettingsInput } from '../../../server/simulator/finesse/world/port';
import { begin, type Story } from '../../simulator/finesse/world/story';
import { verdictKey, wordsOf } from './words';

const SIDES = ['A', 'B'] as const;
/** A ping every 10 s proves the session; this much later it is stale. */
const PROVEN_MS = 12_000;
const LIST_MS = 10_000;
const SYSTEM_INFO_MS = 20_000;

export interface Verdict {
  at: number;
  health: PresenceHealth;
}

export interface Watched extends Story {
  capabilities: Capabilities;
  evidence: Map<string, AgentEvidence>;
  feeds: Record<FinesseSide, MutableFeeds>;
  /** Changes of the verdict on everybody, in order. */
  verdicts: Map<string, Verdict[]>;
  /** Every sampled at-risk verdict, e.g. for false alarms. */
  risks: { loginId: string; at: number; health: Extract<PresenceHealth, { kind: 'at-risk' }> }[];
  checks: Record<FinesseSide, RungObservation[]>;
  problems: string[];
  /** e.g. `97 at-risk A seen not-ready 155.5-157.5`, seconds since the start. */
  tale(loginId: string): string[];
}

interface MutableFeeds extends SideFeeds {
  feeds: Partial<Record<'presence' | 'team-feed' | 'connected-users', FreshSpan>>;
  deaf: { from: number; to: number | null }[];
}

export interface WatchOptions extends WorldSettingsInput {
  listMeaning?: ListMeaning;
  /** Our own sessions and REST are cut then, seconds. */
  blind?: readonly [from: number, to: number];
  lastsS?: number;
}

const base = { agents: 240, teamSize: 20, shareOnA: 0.75, signedIn: 0.92, rhythm: true, boshShare: null };

export function watch(name: string, profile: ProfileName, options: WatchOptions = {}): Watched {
  const loaded = loadScenario(name);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const { scenario } = loaded;
  const { listMeaning, blind, lastsS, ...more } = options;
  const story = begin({ ...base, ...scenario.settings, ...more, profile });
  const { world, time } = story;
  const problems: string[] = [];
  const observer = createObserver(
    story,
    listMeaning ?? (profile === 'generous' ? 'leaves-with-connection' : 'unproven'),
  );
  playScenario(scenario, world, time, { onStep: ({ problems: p }) => problems.push(...p) });
  const startMs = time.now();
  for (let s = 0; s <= (lastsS ?? scenario.lasts / 1000); s++) {
    story.until(s);
    observer.setBlind(blind !== undefined && s >= blind[0] && s < blind[1]);
    observer.tick();
  }
  const second = (ms: number) => Math.round((ms - startMs) / 100) / 10;
  return {
    ...{ ...story, ...observer.kept, problems },
    tale: (loginId) =>
      (observer.kept.verdicts.get(loginId) ?? []).map((v) => `${second(v.at)} ${wordsOf(v.health, second)}`),
  };
}

/** After it the verdict may change by time alone. */
function isTelling(e: Evidence, known: AgentEvidence): boolean {
  if (e.kind === 'state') return e.state === 'LOGOUT' || e.state === 'NOT_READY' || e.pendingState !== null;
  if (e.kind !== 'listed') return true;
  return known.connections.findLast((x) => x.side === e.side && x.feed === e.feed)?.available !== e.available;
}

function createObserver(story: Story, listMeaning: ListMeaning) {
  const { world, time } = story;
  const { switches, settings } = world;
  const { deployment } = settings;
  const capabilities = capabilitiesOf({
    ...{ service: 'finesse', release: settings.release, sso: settings.authMode !== 'NON_SSO', listMeaning },
    deployment: deployment.type === 'UCCE' ? { type: 'UCCE', load: deployment.load } : { type: 'UCCX' },
    granted: { presence: switches.agentPresence === 'granted', agentFeeds: true, connectedUsers: true },
  });
  const evidence = new Map(world.agents().map((a) => [a.loginId, noEvidence]));
  const byUser = new Map(world.agents().map((a) => [a.loginId.toLowerCase(), a.loginId]));
  const verdicts = new Map<string, Verdict[]>();
  const touched = new Map<string, number>();
  const kept = {
    ...{ capabilities, evidence, verdicts, risks: [] as Watched['risks'] },
    feeds: { A: { feeds: {}, deaf: [] }, B: { feeds: {}, deaf: [] } } as Record<FinesseSide, MutableFeeds>,
    checks: { A: [], B: [] } as Record<FinesseSide, RungObservation[]>,
  };
  const alive = { A: false, B: false };
  const restDone = { A: false, B: false };
  let blind = false;
  let ticks = 0;

  const cut = () => blind || world.outside().observerCut;
  const sessionPossible = (side: FinesseSide) => {
    const parts = world.side(side).parts();
    return parts.host && parts.notification && !cut();
  };

  function tell(loginId: string, e: Evidence): void {
    const known = evidence.get(loginId) ?? noEvidence;
    evidence.set(loginId, foldEvidence(known, e));
    if (isTelling(e, known)) touched.set(loginId, time.now());
  }

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
    kept.checks[side].push({ rung, at: time.now(), result, via });
  }

  function onEvent(event: WorldEvent): void {
    switch (event.type) {
      case 'agent-changed':
        if (alive[event.side] && !cut()) tell(event.loginId, stateOf(event.side, event.view, 'team-feed'));
        return;
      case 'presence-changed': {
        const loginId = byUser.get(event.user.toLowerCase());
        if (loginId === undefined || !alive[event.side] || cut() || !capabilities.presence) return;
        const { side, jid, available } = event;
        const at = time.now();
        tell(loginId, { kind: 'presence', feed: 'presence', side, at, available, jid, pushed: true });
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
    const spans = kept.feeds[side].deaf;
    const last = spans.at(-1);
    const open = last !== undefined && last.to === null;
    if (isDeaf && !open) spans.push({ from: time.now(), to: null });
    if (!isDeaf && open) last.to = time.now();
  }

  /** Our sessions end with the service at once, and by their own pings when we are cut off. */
  function sessions(): void {
    const at = time.now();
    for (const side of SIDES) {
      const { feeds } = kept.feeds[side];
      if (sessionPossible(side)) {
        if (!alive[side]) connected(side);
        for (const feed of ['presence', 'team-feed'] as const) {
          const span = feeds[feed];
          if (span !== undefined) span.until = at + PROVEN_MS;
        }
      } else if (alive[side]) {
        if (!cut()) {
          check(side, 'xmpp-session', 'bad', 'session');
          for (const span of Object.values(feeds)) span.until = Math.min(span.until, at);
        }
        delete feeds['connected-users'];
        alive[side] = false;
      }
    }
  }

  function connected(side: FinesseSide): void {
    const at = time.now();
    alive[side] = true;
    restDone[side] = false;
    const { feeds } = kept.feeds[side];
    feeds['team-feed'] = { since: at, until: at };
    check(side, 'xmpp-session', 'good', 'session');
    if (!capabilities.presence) return;
    feeds.presence = { since: at, until: at };
    for (const { loginId } of world.agents()) {
      const [jid] = world.side(side).availableJids(`${loginId.toLowerCase()}@${world.side(side).xmppDomain}`);
      tell(loginId, {
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
      for (const user of view.users()) tell(user.agent.loginId, stateOf(side, user, 'rest'));
    }
  }

  function list(side: FinesseSide): void {
    const view = world.side(side);
    const { feeds } = kept.feeds[side];
    const trusted = alive[side] && !cut() && view.rest() === 'up' && view.inService() && capabilities.list !== null;
    const users = trusted ? view.connectedUsers() : null;
    if (users === null) {
      if (!cut()) delete feeds['connected-users'];
      return;
    }
    const at = time.now();
    feeds['connected-users'] ??= { since: at, until: at };
    feeds['connected-users'].until = at + LIST_MS + 5_000;
    const here = new Map(
      users.users.filter((u) => u.xmppJid.includes(`@${view.xmppDomain}/`)).map((u) => [u.loginId, u]),
    );
    const age = at - users.takenAt;
    const ageMs = { least: Math.max(0, age - 500), most: age + 500 };
    for (const { loginId } of world.agents()) {
      const user = here.get(loginId);
      tell(loginId, {
        ...{ kind: 'listed', feed: 'connected-users', side, at, ageMs, available: user !== undefined },
        ...{ jid: user?.xmppJid ?? null, durationS: user?.connectedDurationS ?? null },
      });
    }
  }

  function judge(loginId: string): void {
    const at = time.now();
    const health = healthOf(evidence.get(loginId) ?? noEvidence, kept.feeds, at, capabilities);
    if (health.kind === 'at-risk') kept.risks.push({ loginId, at, health });
    const told = verdicts.get(loginId) ?? [];
    const last = told.at(-1);
    if (last === undefined || verdictKey(last.health) !== verdictKey(health))
      verdicts.set(loginId, [...told, { at, health }]);
  }

  world.subscribe(onEvent);
  return {
    kept,
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
      const at = time.now();
      for (const { loginId } of world.agents())
        if (ticks % 10 === 0 || blind || at - (touched.get(loginId) ?? 0) < 100_000) judge(loginId);
      ticks++;
    },
  };
}
