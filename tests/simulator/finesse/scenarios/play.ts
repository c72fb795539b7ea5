/** A shipped scenario, played on a virtual clock from beginning to end, and questions about what happened. */

import { loadScenario } from '../../../../server/simulator/finesse/scenarios/load';
import { playScenario } from '../../../../server/simulator/finesse/scenarios/player';
import type { Scenario } from '../../../../server/simulator/finesse/scenarios/scenario';
import type { ProfileName } from '../../../../server/simulator/finesse/switches';
import type { Outcome } from '../../../../server/simulator/finesse/world/events';
import type { WorldSettingsInput } from '../../../../server/simulator/finesse/world/port';
import { begin, type EventOf, type Story } from '../world/story';

export interface Played extends Story {
  scenario: Scenario;
  /** What steps could not do, with their times. */
  problems: string[];
  outcomes(): Partial<Record<Outcome, number>>;
  closes(): Partial<Record<EventOf<'session-closed'>['how'], number>>;
  graces(): Partial<Record<EventOf<'grace-changed'>['change'], number>>;
  /** First and last time of these events, seconds; null when there are none. */
  span(events: readonly { at: number }[]): [number, number] | null;
}

export function played(
  name: string,
  profile: ProfileName,
  more: WorldSettingsInput & { rounds?: number } = {},
): Played {
  const loaded = loadScenario(name);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const { scenario } = loaded;
  const { rounds = 1, ...settings } = more;
  // the settings of a scenario stand by themselves, without those of the other tests
  const whole = { agents: 240, teamSize: 20, shareOnA: 0.75, signedIn: 0.92, rhythm: true, boshShare: null };
  const story = begin({ ...whole, ...scenario.settings, ...settings, profile });
  const problems: string[] = [];
  playScenario(scenario, story.world, story.time, {
    loop: rounds > 1,
    onStep: ({ step, problems: found }) => problems.push(...found.map((p) => `${step.at / 1000} ${step.label}: ${p}`)),
  });
  story.until((rounds * scenario.lasts) / 1000);
  return {
    ...{ ...story, scenario, problems },
    outcomes: () => countOf(story.of('outcome'), (e) => e.outcome),
    closes: () => countOf(story.of('session-closed'), (e) => e.how),
    graces: () => countOf(story.of('grace-changed'), (e) => e.change),
    span(events) {
      const [first, last] = [events[0], events.at(-1)];
      return first === undefined || last === undefined ? null : [story.at(first), story.at(last)];
    },
  };
}

export function countOf<T, K extends string>(items: readonly T[], key: (item: T) => K): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}
