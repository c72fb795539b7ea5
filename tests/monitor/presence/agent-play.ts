/** Plays a scenario before the real watch of agents, and reads what it publishes as sentences. */
import type { AgentView, Disconnect, Event, Fact, GroupRecord, WarningRecord } from '../../../server/contract';
import { foldAgent } from '../../../server/contract/board';
import type { ListMeaning } from '../../../server/domain/presence/capabilities';
import type { Evidence } from '../../../server/domain/presence/evidence';
import { type AgentWatchOptions, createAgentWatch } from '../../../server/monitor/presence/agent-watch';
import type { AgentWatch, DirectoryEntry } from '../../../server/monitor/presence/port';
import { loadScenario } from '../../../server/simulator/finesse/scenarios/load';
import { playScenario } from '../../../server/simulator/finesse/scenarios/player';
import type { ProfileName } from '../../../server/simulator/finesse/switches';
import type { WorldSettingsInput } from '../../../server/simulator/finesse/world/port';
import { installationOf, observe } from '../../domain/presence/observer';
import { usualMeaning } from '../../domain/presence/watch';
import { wordsOf } from '../../domain/presence/words';
import { begin, type Story } from '../../simulator/finesse/world/story';

export const base = { agents: 240, teamSize: 20, shareOnA: 0.75, signedIn: 0.92, rhythm: true, boshShare: null };

export interface PlayOptions extends WorldSettingsInput {
  listMeaning?: ListMeaning;
  /** Our own sessions and REST are cut then, seconds. */
  blind?: readonly [from: number, to: number];
  /** The worker is killed then, and another begins, seconds. */
  restart?: readonly [from: number, to: number];
  lastsS?: number;
}

export interface Play extends Story {
  facts: Fact[];
  kept: Kept;
  only<T extends Fact['type']>(type: T): Extract<Fact, { type: T }>[];
  /** Seconds since the start, one decimal. */
  second(ms: number): number;
  /** What was published about an agent's health and disconnects. */
  tale(loginId: string): string[];
}

/** Current state as the recorder would fold it. */
export interface Kept {
  agents: Map<string, AgentView>;
  disconnects: Map<string, Disconnect>;
  groups: Map<string, GroupRecord>;
  record: WarningRecord | null;
}

export const keeping = (): Kept => ({ agents: new Map(), disconnects: new Map(), groups: new Map(), record: null });

export function keep(kept: Kept, fact: Fact): void {
  const event = { ...fact, observerId: 'test', eventId: '', v: 1 } as Event;
  if ('loginId' in event && event.type !== 'agent-viewed') {
    const view = foldAgent(kept.agents.get(event.loginId), event);
    if (view !== undefined) kept.agents.set(event.loginId, view);
  }
  if (fact.type === 'disconnect-changed') kept.disconnects.set(fact.disconnect.id, fact.disconnect);
  if (fact.type === 'group-changed') kept.groups.set(`${fact.teamId} ${fact.group.id}`, fact.group);
  if (fact.type === 'warning-record-changed') kept.record = fact.record;
}

export const knownOf = (kept: Kept): AgentWatchOptions['known'] => ({
  agents: [...kept.agents.values()],
  openDisconnects: [...kept.disconnects.values()].filter((d) => d.closedAt === null),
  groups: [...kept.groups.values()],
  record: kept.record,
});

export function play(name: string, profile: ProfileName, options: PlayOptions = {}): Play {
  const loaded = loadScenario(name);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const { scenario } = loaded;
  const { listMeaning, blind, restart, lastsS, ...more } = options;
  const story = begin({ ...base, ...scenario.settings, ...more, profile });
  const installation = installationOf(story, listMeaning ?? usualMeaning(profile));
  const facts: Fact[] = [];
  const kept = keeping();
  const startMs = story.time.now();
  const second = (ms: number) => Math.round((ms - startMs) / 100) / 10;

  function run() {
    let dead = false;
    const watch = createAgentWatch({
      ...{ clusterKey: 'lab', service: 'finesse', time: story.time, known: knownOf(kept) },
      publish(fact) {
        if (dead) return;
        facts.push(fact);
        keep(kept, fact);
      },
    });
    watch.learn(installation);
    watch.listed(directoryOf(story), true);
    const observer = observe(story, installation, { ...watch, tell: telling(watch) });
    return {
      observer,
      kill() {
        dead = true;
        observer.forget();
      },
    };
  }

  playScenario(scenario, story.world, story.time, {});
  let running: ReturnType<typeof run> | null = run();
  for (let s = 0; s <= (lastsS ?? scenario.lasts / 1000); s++) {
    story.until(s);
    if (s === restart?.[0]) {
      running?.kill();
      running = null;
    }
    if (s === restart?.[1]) running = run();
    running?.observer.setBlind(blind !== undefined && s >= blind[0] && s < blind[1]);
    running?.observer.tick();
  }
  return {
    ...{ ...story, facts, kept, second },
    only: <T extends Fact['type']>(type: T) => facts.filter((f): f is Extract<Fact, { type: T }> => f.type === type),
    tale: (loginId) => taleOf(facts, loginId, second),
  };
}

export function telling(watch: AgentWatch) {
  return (loginId: string, e: Evidence) =>
    watch.tell(loginId, e, {
      ...{ feed: e.feed, nodeKey: e.side === 'A' ? 'fin-a' : 'fin-b', side: e.side, release: null, reference: null },
      ...{ serverAt: e.kind === 'state' ? e.serverAt : null, offsetMs: null, offsetErrorMs: null },
    });
}

export function directoryOf({ world }: Story): DirectoryEntry[] {
  return world.agents().map((a) => ({
    loginId: a.loginId,
    profile: {
      ...{ firstName: a.firstName, lastName: a.lastName, teamId: a.teamId, teamName: a.teamName, site: a.site },
      ...{ extension: a.extension, userType: 'DESKTOP' },
    },
  }));
}

export function taleOf(facts: readonly Fact[], loginId: string, second: (ms: number) => number): string[] {
  let before: Disconnect | null = null;
  return facts.flatMap((f) => {
    if (!('loginId' in f) || f.loginId !== loginId) return [];
    const at = second(f.at);
    if (f.type === 'agent-health-changed') return [`${at} ${wordsOf(f.health, second)}`];
    if (f.type !== 'disconnect-changed') return [];
    const lines = newsOf(before?.id === f.disconnect.id ? before : null, f.disconnect, second);
    before = f.disconnect;
    return lines.map((line) => `${at} ${line}`);
  });
}

function newsOf(before: Disconnect | null, d: Disconnect, second: (ms: number) => number): string[] {
  const lines: string[] = [];
  if (before === null) {
    const lost = d.lost === null ? 'unseen' : `${second(d.lost.from)}-${second(d.lost.to)}`;
    const was = `${d.before.state}${d.before.onCall ? ' on a call' : ''}`;
    lines.push(`disconnect on ${d.side}: lost ${lost}, was ${was}${d.warnedAt === null ? ', not warned' : ''}`);
  }
  if (d.groupId !== null && (before === null || before.groupId === null)) lines.push('part of a group');
  if (d.unseenFrom !== null && (before === null || before.unseenFrom === null))
    lines.push(`unseen from ${second(d.unseenFrom)}`);
  if (d.end !== null && (before === null || before.end === null)) {
    const code = d.end.code === null ? '' : ` ${d.end.code}`;
    lines.push(`ended: ${d.end.outcome}${code} by ${d.end.side ?? '-'} at ${second(d.end.at)}`);
  }
  if (d.returned !== null && (before === null || before.returned === null))
    lines.push(`returned on ${d.returned.side ?? '-'} at ${second(d.returned.at)}`);
  if (d.readyAgainAt !== null && (before === null || before.readyAgainAt === null))
    lines.push(`ready again at ${second(d.readyAgainAt)}`);
  if (d.closedAt !== null && (before === null || before.closedAt === null)) lines.push('closed');
  return lines;
}
