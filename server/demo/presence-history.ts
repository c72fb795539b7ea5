/** The agents' side of the demo's past: the real watch of agents hears what feeds would have told, through a day on a virtual clock. */
import type { EpochMs, Fact, FactSource } from '#contract';
import { capabilitiesOf, type Installation, promiseOf } from '../domain/presence/capabilities';
import type { Evidence } from '../domain/presence/evidence';
import { createAgentWatch } from '../monitor/presence/agent-watch';
import { otherSide, type Side } from '../simulator/finesse/model';
import { createAlarm, type Time } from '../time/time';
import { HISTORY_MS } from './history-script';
import { homeForMs, homeFromMs, type PastLoss, pastLosses, workForMs, workFromMs } from './presence-script';
import { type DemoPerson, demoCluster, demoNodes, demoPeople } from './service';

export interface PresencePast {
  /** The last look; nothing is published afterwards. */
  stop(): void;
}

interface Step {
  at: EpochMs;
  run(): void;
}

const RELEASE = '12.6';
const GRACE_MS = 60_000;
const NEWS_MS = 140;
const feeds = ['presence', 'team-feed', 'rest'] as const;
const sides = ['A', 'B'] as const;

const installation: Installation = {
  ...{ service: 'finesse', release: RELEASE, sso: false, deployment: { type: 'UCCE', load: 0 } },
  ...{ granted: { presence: true, agentFeeds: true, connectedUsers: true }, listMeaning: 'leaves-with-connection' },
};

/** @param time of a clock that stands at the beginning of the past */
export function startPresencePast(time: Time, publish: (fact: Fact) => void): PresencePast {
  const startsAt = time.now();
  const people = demoPeople();
  const { key: clusterKey } = demoCluster;
  const nothing = { agents: [], openDisconnects: [], groups: [], record: null };
  const watch = createAgentWatch({ clusterKey, service: 'finesse', time, publish, known: nothing });

  introduce(people, startsAt, publish);
  watch.learn(installation);
  watch.listed(
    people.map(({ loginId, profile }) => ({ loginId, profile })),
    true,
  );
  for (const side of sides) for (const feed of feeds) watch.fresh(side, feed, startsAt, startsAt + HISTORY_MS);

  const hear = (person: DemoPerson, side: Side, e: Heard): void => {
    const at = time.now();
    watch.tell(person.loginId, evidenceOf(e, person, side, at), sourceOf(e, person, side, at));
  };
  const steps = [...shifts(people, hear), ...pastLosses.flatMap((loss) => lossSteps(loss, people, hear))]
    .map((step): Step => ({ ...step, at: startsAt + step.at }))
    .sort((a, b) => a.at - b.at);
  // one alarm for all of them: the clock looks through everything that is set
  const alarm = createAlarm(time, runDue);
  function runDue(): void {
    while (steps[0] !== undefined && steps[0].at <= time.now()) steps.shift()?.run();
    alarm.set(steps[0]?.at ?? null);
  }
  runDue();
  return {
    stop() {
      alarm.set(null);
      watch.stop();
    },
  };
}

type Heard = { is: 'here' | 'gone' } | { is: 'state'; state: string; code: number; label: string | null };
type Hear = (person: DemoPerson, side: Side, heard: Heard) => void;
const inState = (state: string): Heard => ({ is: 'state', state, code: -1, label: null });
const failed: Heard = { is: 'state', state: 'NOT_READY', code: 50002, label: 'Connection Failure' };

/** Yesterday's shift and today's: the same people. Whoever is not there when the demo opens was never there. */
function shifts(people: readonly DemoPerson[], hear: Hear): Step[] {
  return people.flatMap((person, i): Step[] => {
    const share = ((i * 0.618_034) % 1) * 0.9 + 0.05;
    const { side } = person;
    if (side === null) return [{ at: 0, run: () => hear(person, 'A', inState('LOGOUT')) }];
    const here = (): void => {
      hear(person, side, { is: 'here' });
      hear(person, side, inState('READY'));
    };
    return [
      { at: 0, run: here },
      {
        at: homeFromMs + share * homeForMs,
        run() {
          hear(person, side, inState('LOGOUT'));
          for (const one of sides) hear(person, one, { is: 'gone' });
        },
      },
      { at: workFromMs + share * workForMs, run: here },
    ];
  });
}

function lossSteps(loss: PastLoss, people: readonly DemoPerson[], hear: Hear): Step[] {
  const there = people.filter(({ profile, side }) => profile.site === loss.site && side === 'A');
  // others each time, side by side in their team
  const first = Math.floor((loss.atMs / 60_000) % Math.max(1, there.length - loss.count));
  return there.slice(first, first + loss.count).flatMap((person, i): Step[] => {
    const at = loss.atMs + (loss.spreadMs * i) / loss.count;
    const backMs = loss.backMs[i % loss.backMs.length] ?? 0;
    const here = loss.crosses ? otherSide('A') : 'A';
    const talks = loss.talksMs === null ? [] : [{ at: at - 95_000, run: () => hear(person, 'A', inState('TALKING')) }];
    const gone: Step = { at, run: () => hear(person, 'A', { is: 'gone' }) };
    const back: Step = { at: at + backMs, run: () => hear(person, here, { is: 'here' }) };
    if (backMs < GRACE_MS) return [...talks, gone, back];
    const acted: Step = {
      at: at + GRACE_MS + (loss.talksMs ?? 0) + NEWS_MS,
      run: () => hear(person, 'A', failed),
    };
    const ready: Step = { at: at + backMs + 11_000 + i * 1_700, run: () => hear(person, here, inState('READY')) };
    return [...talks, gone, acted, back, ready];
  });
}

function evidenceOf(heard: Heard, person: DemoPerson, side: Side, at: EpochMs): Evidence {
  if (heard.is !== 'state') {
    const available = heard.is === 'here';
    return { kind: 'presence', feed: 'presence', side, at, available, jid: jidOf(person, side), pushed: true };
  }
  const { state, code, label } = heard;
  return {
    ...{ kind: 'state', feed: 'team-feed', side, at, state, pendingState: null, code, label },
    ...{ systemCode: code === -1 ? null : true, extension: state === 'LOGOUT' ? '' : person.profile.extension },
    ...{ serverAt: at - NEWS_MS, clockOffsetMs: 0 },
  };
}

function sourceOf(heard: Heard, person: DemoPerson, side: Side, at: EpochMs): FactSource {
  const state = heard.is === 'state';
  return {
    ...{ feed: state ? 'team-feed' : 'presence', nodeKey: demoNodes[side].key, side, release: RELEASE },
    ...{ serverAt: state ? at - NEWS_MS : null, offsetMs: 0, offsetErrorMs: 9, reference: jidOf(person, side) },
  };
}

const jidOf = ({ loginId }: DemoPerson, side: Side): string => `${loginId}@${demoNodes[side].domain}/desktop`;

/** What the worker says of the cluster at its own start, and what it would have read. */
function introduce(people: readonly DemoPerson[], at: EpochMs, publish: (fact: Fact) => void): void {
  const { key: clusterKey, name } = demoCluster;
  const { verdicts, ...promise } = promiseOf(capabilitiesOf(installation));
  const learnt = { release: RELEASE, deployment: 'UCCE', authMode: 'NON_SSO' };
  publish({ type: 'cluster-described', at, clusterKey, name, kind: 'finesse', demo: true, load: 0 });
  publish({
    ...{ type: 'cluster-learned', at, clusterKey, ...learnt },
    promise: { ...promise, verdicts: [...verdicts] },
  });
  const teams = new Map(people.map(({ profile }) => [profile.teamId, profile.teamName]));
  publish({
    ...{ type: 'directory-read', at, clusterKey, agents: people.length, missing: [], complete: true },
    teams: [...teams].map(([id, teamName]) => ({ id, name: teamName, cover: 'team-feed' as const })),
  });
}
