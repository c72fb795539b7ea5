/** The scenario that a simulated pair plays: one at a time, by name or file, until it is stopped or another one begins. */
import type { Time } from '../../time/time';
import { loadScenario, scenarioNames } from './scenarios/load';
import { misfit, type Play, playScenario } from './scenarios/player';
import type { Scenario } from './scenarios/scenario';
import type { World } from './world/port';

export interface CurrentScenario {
  name: string;
  title: string;
  lastsMs: number;
  round: number;
  /** Into the round. */
  atMs: number;
  /** Label of the last step that was done. */
  step: string | null;
  /** Of that step: selectors that matched nobody, for instance. */
  problems: readonly string[];
}

export interface ScenarioRunner {
  readonly names: readonly string[];
  /** null: none is going on. */
  current(): CurrentScenario | null;
  /** Replaces the one that is going on. @returns what is wrong, or null */
  play(nameOrFile: string, options: { loop: boolean }): string | null;
  start(scenario: Scenario, options: { loop: boolean }): string | null;
  stop(): void;
}

interface Going {
  scenario: Scenario;
  play: Play;
  step: string | null;
  problems: readonly string[];
}

export function createScenarioRunner(world: World, time: Time): ScenarioRunner {
  let going: Going | null = null;

  function stop(): void {
    going?.play.stop();
    going = null;
  }

  function start(scenario: Scenario, { loop }: { loop: boolean }): string | null {
    const wrong = misfit(scenario, world);
    if (wrong !== null) return wrong;
    stop();
    const play = playScenario(scenario, world, time, {
      loop,
      onStep({ step, problems }) {
        if (going?.play === play) going = { ...going, step: step.label, problems };
      },
      onEnd() {
        if (going?.play === play) going = null;
      },
    });
    going = { scenario, play, step: null, problems: [] };
    return null;
  }

  return {
    names: scenarioNames(),
    start,
    stop,
    current() {
      const position = going?.play.position() ?? null;
      if (going === null || position === null) return null;
      const { scenario, step, problems } = going;
      return { name: scenario.name, title: scenario.title, lastsMs: scenario.lasts, ...position, step, problems };
    },
    play(nameOrFile, options) {
      const loaded = loadScenario(nameOrFile);
      return loaded.ok ? start(loaded.scenario, options) : loaded.problems.join('\n');
    },
  };
}
