/** Plays a scenario on a world: every step at its time, over and over or once. */
import type { Cancel, Time } from '../../../time/time';
import type { World } from '../world/port';
import type { Scenario, Step } from './scenario';

export interface PlayOptions {
  /** From the start again when a round is over. */
  loop?: boolean;
  /** After each step. Problems, e.g. a selector that matched nobody, do not stop the play. */
  onStep?(done: { round: number; step: Step; agents: number; problems: string[] }): void;
  onEnd?(): void;
}

export interface Play {
  stop(): void;
  /** Which round, and how far into it; null when it is over. */
  position(): { round: number; atMs: number } | null;
}

/** Why this scenario makes no sense on this world; null = it does. */
export function misfit(scenario: Scenario, world: World): string | null {
  const wanted = scenario.settings.deployment;
  const given = world.settings.deployment;
  if (wanted === undefined || wanted.type === given.type) return null;
  return `"${scenario.name}" is about ${wanted.type}, and this is ${given.type}`;
}

export function playScenario(scenario: Scenario, world: World, time: Time, options: PlayOptions = {}): Play {
  const startedAt = time.monoMs();
  let round = 0;
  let cancel: Cancel = () => undefined;
  let over = false;

  function at(atMs: number, run: () => void): void {
    cancel = time.after(startedAt + round * scenario.lasts + atMs - time.monoMs(), run);
  }

  function arm(index: number) {
    const step = scenario.steps[index];
    if (step === undefined) return at(scenario.lasts, nextRound);
    at(step.at, () => {
      perform(step);
      if (!over) arm(index + 1);
    });
  }

  function perform(step: Step): void {
    const done = step.act.map((action) => world.act(action, step.label));
    const agents = Math.max(0, ...done.map((d) => (d.ok ? d.agents : 0)));
    const problems = done.flatMap((d) => (d.ok ? [] : [d.problem]));
    options.onStep?.({ round, step, agents, problems });
  }

  function nextRound() {
    round += 1;
    if (options.loop === true) return arm(0);
    over = true;
    options.onEnd?.();
  }

  arm(0);
  return {
    stop() {
      over = true;
      cancel();
    },
    position: () => (over ? null : { round, atMs: time.monoMs() - startedAt - round * scenario.lasts }),
  };
}
