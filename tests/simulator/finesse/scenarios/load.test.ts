/** Scenario files: what comes along is sound, and what is wrong in one is told with its line. */
import { describe, expect, test } from 'vitest';
import { loadScenario, parseScenario, scenarioNames } from '../../../../server/simulator/finesse/scenarios/load';
import { misfit, playScenario } from '../../../../server/simulator/finesse/scenarios/player';
import { switchesOf, switchOverrides, switchTable } from '../../../../server/simulator/finesse/switches';
import { begin } from '../world/story';

const text = `title: A test
story: Something happens.
settings: { agents: 6 }
lasts: "1:00"
steps:
  - at: 10
    label: First
    act:
      - { do: close, who: { count: 1, as: gone } }
  - at: "0:20.5"
    label: Then
    act:
      - { do: open, who: { group: gone } }
`;

const problems = (from: string, to: string) => {
  const loaded = parseScenario(text.replace(from, to), 'dir/test.yaml');
  return loaded.ok ? [] : loaded.problems;
};

describe('files', () => {
  test('all that come along load, and tell their story', () => {
    expect(scenarioNames().length).toBeGreaterThanOrEqual(18);
    for (const name of scenarioNames()) {
      const loaded = loadScenario(name);
      expect(loaded.ok ? [] : loaded.problems).toEqual([]);
    }
  });

  test('times are seconds or minutes and seconds; the name is that of the file', () => {
    const loaded = parseScenario(text, 'dir/test.yaml');
    expect(
      loaded.ok && [loaded.scenario.name, loaded.scenario.lasts, ...loaded.scenario.steps.map((s) => s.at)],
    ).toEqual([...['test', 60_000, 10_000, 20_500]]);
  });

  test.each([
    ['agents: 6', 'agents: 0', 'dir/test.yaml:3: settings.agents: '],
    ['agents: 6', 'agnets: 6', 'dir/test.yaml:3: settings.agnets: there is no "agnets"'],
    ['do: close', 'do: explode', 'dir/test.yaml:9: steps.0.act.0.do: '],
    ['count: 1', 'cuont: 1', 'dir/test.yaml:9: steps.0.act.0.who: there is no "cuont"'],
    ['at: 10', 'at: 1 o clock', 'dir/test.yaml:6: steps.0.at: '],
    ['at: 10', 'at: 30', 'dir/test.yaml:6: steps: steps must be in order of time'],
    ['"1:00"', '5', 'dir/test.yaml:4: lasts: is before the last step'],
    ['title: A test', 'title: [', 'dir/test.yaml:'],
  ])('%s → %s', (from, to, expected) => {
    const [first = ''] = problems(from, to);
    expect(first.slice(0, expected.length)).toBe(expected);
  });

  test('a scenario that does not exist names those that do', () => {
    const loaded = loadScenario('nowhere');
    expect(loaded.ok ? '' : loaded.problems[0]).toMatch(/^nowhere: no such scenario.*cti-loss, demo,/);
  });
});

describe('playing', () => {
  const loaded = parseScenario(text, 'test.yaml');
  const scenario = loaded.ok ? loaded.scenario : null;

  test('steps happen at their times, once or over and over, until stopped', () => {
    if (scenario === null) throw new Error('the text above does not parse');
    const times = (loop: boolean, stopAtS: number) => {
      const story = begin();
      const done: string[] = [];
      const play = playScenario(scenario, story.world, story.time, {
        loop,
        onStep: ({ round, step }) => done.push(`${round} ${story.at({ at: story.time.now() })} ${step.label}`),
        onEnd: () => done.push('end'),
      });
      story.until(stopAtS);
      play.stop();
      story.until(300);
      expect(play.position()).toBeNull();
      return done;
    };
    expect(times(false, 100)).toEqual(['0 10 First', '0 20.5 Then', 'end']);
    expect(times(true, 75)).toEqual(['0 10 First', '0 20.5 Then', '1 70 First']);
  });

  test('a step that cannot be done is told, and does not stop the play', () => {
    const other = parseScenario(text.replace('count: 1', 'onCall: true'), 'test.yaml');
    if (!other.ok) throw new Error(other.problems.join());
    const story = begin();
    const found: string[] = [];
    playScenario(other.scenario, story.world, story.time, { onStep: ({ problems: p }) => found.push(...p) });
    story.until(60);
    expect(found).toEqual(['no agent matches', 'no step before has named a group "gone"']);
  });

  test('what is about UCCX is not played on UCCE', () => {
    const uccx = loadScenario('uccx-standby');
    if (!uccx.ok) throw new Error(uccx.problems.join());
    expect(misfit(uccx.scenario, begin().world)).toBe('"uccx-standby" is about UCCX, and this is UCCE');
    expect(misfit(uccx.scenario, begin({ deployment: { type: 'UCCX', standby: true } }).world)).toBeNull();
  });
});

describe('switches', () => {
  test('every one has two readings, and its place in FINESSE.md', () => {
    for (const row of Object.values(switchTable)) {
      expect(row.values[0]).toBe(row.pessimistic);
      expect(row.generous).not.toBe(row.pessimistic);
      expect(row.source).toMatch(/^§/);
    }
  });

  test('single ones are set on top of a profile; what is unknown is refused', () => {
    const parsed = switchOverrides.safeParse({ raceActs: true });
    expect(parsed.success && switchesOf('generous', parsed.data)).toMatchObject({
      raceActs: true,
      userFeeds: 'granted',
    });
    expect(switchOverrides.safeParse({ raceActs: 'maybe' }).success).toBe(false);
    expect(switchOverrides.safeParse({ nothing: 1 }).success).toBe(false);
  });
});
