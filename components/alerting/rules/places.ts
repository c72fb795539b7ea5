/** What a rule can be limited to, by the names that people know. */
export interface Choice {
  value: string;
  label: string;
}

export interface RulePlaces {
  clusters: Choice[];
  nodes: Choice[];
  targets: Choice[];
  teams: Choice[];
}

export const noPlaces: RulePlaces = { clusters: [], nodes: [], targets: [], teams: [] };

/** Those of the list, by name; what nobody knows stands as it is. */
export function namesOf(values: readonly string[], choices: readonly Choice[]): string[] {
  return values.map((value) => choices.find((c) => c.value === value)?.label ?? value);
}
