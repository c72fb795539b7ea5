/** Where names are no longer, a small team would stand for its people: such teams are told as one (DESIGN §5c). Pure. */
import type { EpochMs, MonthReport, RunningPrivacy } from '#contract';
import type { CountedSlot, mergeCounts } from '../history/counts';
import { DAY_MS } from '../history/rollup';

/** In the place of a team's id. */
export const SMALL_TEAMS = { id: 'small-teams', name: 'Small teams together' } as const;

/** What lies before this is told of no small team on its own. */
export function namedSince({ kept }: Pick<RunningPrivacy, 'kept'>, now: EpochMs): EpochMs {
  return now - kept.nameDays * DAY_MS;
}

/**
 * The teams that are told as one: those with too few agents, and as many more, the smallest first, as it takes for all of them together
 * not to be too few themselves. Of teams that are in no directory any more nobody knows the size: they count as empty.
 *
 * @param sizes agents in the directory, by team
 * @param seen what else there is of teams
 */
export function smallTeams(
  sizes: ReadonlyMap<string, number>,
  seen: Iterable<string>,
  smallest: number,
): ReadonlySet<string> {
  const all = [...new Set([...sizes.keys(), ...seen])]
    .map((id) => ({ id, agents: sizes.get(id) ?? 0 }))
    .sort((a, b) => a.agents - b.agents || (a.id < b.id ? -1 : 1));
  const together = new Set<string>();
  let agents = 0;
  for (const team of all) {
    if (team.agents >= smallest && (together.size === 0 || agents >= smallest)) break;
    together.add(team.id);
    agents += team.agents;
  }
  return together;
}

/** Counts with the small teams as one. */
export function mergedSlots(slots: readonly CountedSlot[], small: ReadonlySet<string>): CountedSlot[] {
  if (small.size === 0) return [...slots];
  return slots.map((slot) => {
    const parts = [...slot.teams].filter(([id]) => small.has(id)).map(([, counts]) => counts);
    if (parts.length === 0) return slot;
    const others = [...slot.teams].filter(([id]) => !small.has(id));
    return {
      ...slot,
      teams: new Map([...others, [SMALL_TEAMS.id, { ...summed(parts), minutes: slot.whole.minutes }]]),
    };
  });
}

/** Side by side, not one after the other: figures add up, and extremes are bounds. */
function summed(parts: readonly Parameters<typeof mergeCounts>[0][number][]): ReturnType<typeof mergeCounts> {
  const add = (of: 'min' | 'max' | 'sum') =>
    (parts[0]?.[of] ?? []).map((_, i) => parts.reduce((total, part) => total + (part[of][i] ?? 0), 0));
  return { minutes: Math.max(0, ...parts.map((p) => p.minutes)), min: add('min'), max: add('max'), sum: add('sum') };
}

/**
 * Whose counts are read: of who asks for one small team, all of them; who may not see all of them is told of none.
 *
 * @param asked null: every team
 */
export function askedTeams(
  asked: readonly string[] | null,
  small: ReadonlySet<string>,
  maySee: (teamId: string) => boolean,
): string[] | null {
  if (asked === null) return null;
  if (!asked.some((id) => small.has(id))) return [...asked];
  const others = asked.filter((id) => !small.has(id));
  return [...small].every(maySee) ? [...others, ...small] : others;
}

type ForcedOut = MonthReport['forcedOuts'][number];

/** Rows of a report with the small teams as one, by outcome. */
export function mergedForcedOuts(rows: readonly ForcedOut[], small: ReadonlySet<string>): ForcedOut[] {
  const together = new Map<string, ForcedOut>();
  for (const row of rows) {
    if (!small.has(row.teamId)) continue;
    const { outcome } = row;
    const start = { ...row, count: 0, closed: 0, onCall: 0, lostMs: 0, unended: 0 };
    const before = together.get(outcome) ?? { ...start, teamId: SMALL_TEAMS.id, teamName: SMALL_TEAMS.name };
    together.set(outcome, {
      ...before,
      ...{ count: before.count + row.count, closed: before.closed + row.closed, onCall: before.onCall + row.onCall },
      ...{ lostMs: before.lostMs + row.lostMs, unended: before.unended + row.unended },
    });
  }
  return [...rows.filter((row) => !small.has(row.teamId)), ...together.values()];
}
