/** What a filter can be set to, with how many agents each value has now. Pure. */
import { type AgentView, finesseSides, healthKinds } from '#contract';
import { compareNames } from '../board/model';
import { healthWord } from '../health/words';
import { stateWords } from './agent-words';
import type { FilterField } from './query';
import { valueFor } from './select';

export interface Option {
  value: string;
  words: string;
  agents: number;
}

export const filterNames: Record<FilterField, string> = {
  team: 'Team',
  health: 'Connection',
  state: 'State',
  side: 'Side',
  site: 'Site',
};

/** @param chosen values that stay choosable even when nobody has them now */
export function optionsOf(agents: Iterable<AgentView>, field: FilterField, chosen: readonly string[]): Option[] {
  const found = new Map<string, Option>(
    fixed(field).map((value) => [value, { value, words: wordsOf(field, value), agents: 0 }]),
  );
  for (const value of chosen)
    if (!found.has(value)) found.set(value, { value, words: wordsOf(field, value), agents: 0 });
  for (const agent of agents) {
    const value = valueFor(agent, field);
    const words = field === 'team' ? agent.teamName : wordsOf(field, value);
    found.set(value, { value, words, agents: (found.get(value)?.agents ?? 0) + 1 });
  }
  const options = [...found.values()];
  return field === 'health'
    ? options
    : options.sort((a, b) => (a.value === '' ? 1 : b.value === '' ? -1 : compareNames(a.words, b.words)));
}

function fixed(field: FilterField): readonly string[] {
  if (field === 'health') return healthKinds;
  return field === 'side' ? finesseSides : [];
}

/** A team's own name comes from its agents. */
export function wordsOf(field: FilterField, value: string): string {
  switch (field) {
    case 'team':
      return value;
    case 'health': {
      const kind = healthKinds.find((k) => k === value);
      return kind === undefined ? value : healthWord(kind);
    }
    case 'state':
      return stateWords(value);
    case 'side':
      return value === '' ? 'Not told' : value;
    case 'site':
      return value === '' ? 'In no site' : value;
  }
}
