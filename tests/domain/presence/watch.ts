/** Watches a simulated pair as our feeds would, and keeps what health says of everybody. */
import type { FinesseSide, PresenceHealth } from '../../../server/contract';
import {
  type Capabilities,
  capabilitiesOf,
  type Installation,
  type ListMeaning,
} from '../../../server/domain/presence/capabilities';
import { type AgentEvidence, type Evidence, type Feeds, noEvidence } from '../../../server/domain/presence/evidence';
import { foldEvidence } from '../../../server/domain/presence/fold';
import { healthOf } from '../../../server/domain/presence/health';
import type { RungObservation } from '../../../server/domain/presence/readiness';
import { isSameVerdict } from '../../../server/domain/presence/verdict';
import { createAgentFeeds } from '../../../server/monitor/presence/agent-feeds';
import { loadScenario } from '../../../server/simulator/finesse/scenarios/load';
import { playScenario } from '../../../server/simulator/finesse/scenarios/player';
import type { ProfileName } from '../../../server/simulator/finesse/switches';
import type { WorldSettingsInput } from '../../../server/simulator/finesse/world/port';
import { begin, type Story } from '../../simulator/finesse/world/story';
import { installationOf, observe } from './observer';
import { wordsOf } from './words';

export interface Verdict {
  at: number;
  health: PresenceHealth;
}

export interface Watched extends Story {
  capabilities: Capabilities;
  evidence: Map<string, AgentEvidence>;
  feeds: Feeds;
  /** Changes of the verdict on everybody, in order. */
  verdicts: Map<string, Verdict[]>;
  /** Every sampled at-risk verdict, e.g. for false alarms. */
  risks: { loginId: string; at: number; health: Extract<PresenceHealth, { kind: 'at-risk' }> }[];
  checks: Record<FinesseSide, RungObservation[]>;
  problems: string[];
  /** e.g. `97 at-risk A seen not-ready 155.5-157.5`, seconds since the start. */
  tale(loginId: string): string[];
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
  const judge = createJudge(story, installationOf(story, listMeaning ?? usualMeaning(profile)));
  playScenario(scenario, world, time, { onStep: ({ problems: p }) => problems.push(...p) });
  const startMs = time.now();
  for (let s = 0; s <= (lastsS ?? scenario.lasts / 1000); s++) {
    story.until(s);
    const isBlind = blind !== undefined && s >= blind[0] && s < blind[1];
    judge.observer.setBlind(isBlind);
    judge.observer.tick();
    judge.tick(isBlind);
  }
  const second = (ms: number) => Math.round((ms - startMs) / 100) / 10;
  return {
    ...{ ...story, ...judge.kept, problems },
    tale: (loginId) =>
      (judge.kept.verdicts.get(loginId) ?? []).map((v) => `${second(v.at)} ${wordsOf(v.health, second)}`),
  };
}

/** After it the verdict may change by time alone. */
function isTelling(e: Evidence, known: AgentEvidence): boolean {
  if (e.kind === 'state') return e.state === 'LOGOUT' || e.state === 'NOT_READY' || e.pendingState !== null;
  if (e.kind !== 'listed') return true;
  return known.connections.findLast((x) => x.side === e.side && x.feed === e.feed)?.available !== e.available;
}

export const usualMeaning = (profile: ProfileName): ListMeaning =>
  profile === 'generous' ? 'leaves-with-connection' : 'unproven';

function createJudge(story: Story, installation: Installation) {
  const { world, time } = story;
  const capabilities = capabilitiesOf(installation);
  const evidence = new Map(world.agents().map((a) => [a.loginId, noEvidence]));
  const verdicts = new Map<string, Verdict[]>();
  const touched = new Map<string, number>();
  const feeds = createAgentFeeds();
  const kept = {
    ...{ capabilities, evidence, verdicts, feeds: feeds.now, risks: [] as Watched['risks'] },
    checks: { A: [], B: [] } as Record<FinesseSide, RungObservation[]>,
  };
  let ticks = 0;
  const observer = observe(story, installation, {
    tell(loginId, e) {
      const known = evidence.get(loginId) ?? noEvidence;
      evidence.set(loginId, foldEvidence(known, e));
      if (isTelling(e, known)) touched.set(loginId, time.now());
    },
    fresh: feeds.begin,
    proven: (side, feed, until) => feeds.prove(side, feed, until, time.now()),
    stale: feeds.end,
    deaf: feeds.deaf,
    check: (side, observation) => kept.checks[side].push(observation),
  });

  function judge(loginId: string): void {
    const at = time.now();
    const health = healthOf(evidence.get(loginId) ?? noEvidence, kept.feeds, at, capabilities);
    if (health.kind === 'at-risk') kept.risks.push({ loginId, at, health });
    const told = verdicts.get(loginId) ?? [];
    const last = told.at(-1);
    if (last === undefined || !isSameVerdict(last.health, health)) verdicts.set(loginId, [...told, { at, health }]);
  }

  return {
    ...{ kept, observer },
    tick(blind: boolean) {
      const at = time.now();
      for (const { loginId } of world.agents())
        if (ticks % 10 === 0 || blind || at - (touched.get(loginId) ?? 0) < 100_000) judge(loginId);
      ticks++;
    },
  };
}
