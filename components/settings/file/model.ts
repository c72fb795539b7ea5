/** A configuration file on its way in: what it lacks, what is wrong in it, what it would change. Pure. */
import type { ConfigImported } from '#contract';

export type Standing =
  | { is: 'nothing' }
  | { is: 'wrong' }
  /** Values of its `${NAME}` are asked for. */
  | { is: 'asking'; names: readonly string[] }
  | { is: 'same' }
  | { is: 'ready' };

/** @param looked what a look at the file said; null: nobody has looked yet */
export function standingOf(looked: ConfigImported | null): Standing {
  if (looked === null) return { is: 'nothing' };
  if (looked.problems.length > 0) return { is: 'wrong' };
  if (looked.missing.length > 0) return { is: 'asking', names: looked.missing };
  return looked.differences.length === 0 ? { is: 'same' } : { is: 'ready' };
}

/** The line of a problem with those around it, for people to find it: `[12, '    hos: fin-a']`. */
export function linesAround(yaml: string, line: number): [number, string][] {
  const lines = yaml.split(/\r?\n/);
  return [line - 1, line, line + 1].flatMap((n): [number, string][] => {
    const text = lines[n - 1];
    return n < 1 || text === undefined ? [] : [[n, text]];
  });
}
