/** How many agents were in which health, minute by minute and summed up: summaries that merge, of any split the same. */
import { type CountKind, type CountPoint, type CountSource, countKinds, type EpochMs } from '#contract';
import { bySlot, DAY_MS, type Resolution, resolutionMs, slotOf } from './rollup';
import type { Span } from './timeline';

/** Resolutions that counts are summed up at; minutes are what was counted. */
export const countResolutions = ['10m', '1h', '1d'] as const satisfies readonly Resolution[];
export type CountResolution = (typeof countResolutions)[number];

/** The six counts in the order of `countKinds`. */
export type Counts = readonly number[];

/** One count of a cluster: `at` is when. */
export interface CountedMinute {
  at: EpochMs;
  whole: Counts;
  teams: ReadonlyMap<string, Counts>;
}

/** Per kind the fewest, the most, and the sum over `minutes` counts. */
export interface CountSummary {
  minutes: number;
  min: readonly number[];
  max: readonly number[];
  sum: readonly number[];
}

/** What was counted in [from, from + resolution); a team that was not listed in some of the minutes has fewer of them. */
export interface CountRollup {
  from: EpochMs;
  whole: CountSummary;
  teams: ReadonlyMap<string, CountSummary>;
}

export const noCounts: CountSummary = { minutes: 0, min: zeros(), max: zeros(), sum: zeros() };

function zeros(): number[] {
  return countKinds.map(() => 0);
}

export function oneCount(counts: Counts): CountSummary {
  return { minutes: 1, min: counts, max: counts, sum: counts };
}

export function mergeCounts(parts: readonly CountSummary[]): CountSummary {
  const [first, ...others] = parts.filter((part) => part.minutes > 0);
  if (first === undefined || others.length === 0) return first ?? noCounts;
  const [min, max, sum] = [[...first.min], [...first.max], [...first.sum]];
  let { minutes } = first;
  for (const part of others) {
    minutes += part.minutes;
    for (let i = 0; i < min.length; i++) {
      min[i] = Math.min(min[i] ?? 0, part.min[i] ?? 0);
      max[i] = Math.max(max[i] ?? 0, part.max[i] ?? 0);
      sum[i] = (sum[i] ?? 0) + (part.sum[i] ?? 0);
    }
  }
  return { minutes, min, max, sum };
}

/** Every minute by itself; those that were counted twice once, together. */
export function slotsOfMinutes(minutes: readonly CountedMinute[]): CountRollup[] {
  return bySlot(minutes.map(singleOf), (r) => slotOf(r.from, MINUTE_MS)).map(([from, group]) => merged(from, group));
}

function singleOf({ at, whole, teams }: CountedMinute): CountRollup {
  return { from: at, whole: oneCount(whole), teams: new Map([...teams].map(([id, counts]) => [id, oneCount(counts)])) };
}

/** In order of time; slots without counts are left out. */
export function rollUpCounts(minutes: readonly CountedMinute[], resolution: CountResolution): CountRollup[] {
  return coarsenCounts(minutes.map(singleOf), resolution);
}

/** Into wider slots; also puts several lists of one resolution together. */
export function coarsenCounts(rollups: readonly CountRollup[], resolution: CountResolution): CountRollup[] {
  return bySlot(rollups, (r) => slotOf(r.from, resolutionMs[resolution])).map(([from, group]) => merged(from, group));
}

function merged(from: EpochMs, rollups: readonly CountRollup[]): CountRollup {
  const [only] = rollups;
  if (rollups.length === 1 && only !== undefined) return { ...only, from };
  const teams = new Map<string, CountSummary[]>();
  for (const { teams: of } of rollups) {
    for (const [id, summary] of of) {
      const known = teams.get(id);
      if (known === undefined) teams.set(id, [summary]);
      else known.push(summary);
    }
  }
  return {
    from,
    whole: mergeCounts(rollups.map((r) => r.whole)),
    teams: new Map([...teams].map(([id, parts]) => [id, mergeCounts(parts)])),
  };
}

/** What was counted in [from, to), of all teams and of each. */
export interface CountedSlot extends Span {
  whole: CountSummary;
  teams: ReadonlyMap<string, CountSummary>;
}

/** What is known of some teams together, at one time. */
export interface CountsAt {
  from: EpochMs;
  summary: CountSummary;
}

/** @param teams null = all of them */
export function minuteOfTeams({ at, whole, teams: by }: CountedMinute, teams: readonly string[] | null): CountsAt {
  if (teams === null) return { from: at, summary: oneCount(whole) };
  const sum = zeros();
  for (const id of teams) for (const [i, n] of (by.get(id) ?? []).entries()) sum[i] = (sum[i] ?? 0) + n;
  return { from: at, summary: oneCount(sum) };
}

/**
 * Of one team or all, exactly; of several, the fewest and the most are bounds: nobody knows whether the teams had theirs at one time.
 * While a team was not listed, it had nobody.
 */
export function rollupOfTeams({ from, whole, teams: by }: CountRollup, teams: readonly string[] | null): CountsAt {
  if (teams === null) return { from, summary: whole };
  const only = teams.length === 1 ? by.get(teams[0] ?? '') : undefined;
  if (only !== undefined && only.minutes === whole.minutes) return { from, summary: only };
  const summary = emptyTeams(whole.minutes);
  for (const id of teams) {
    const of = by.get(id) ?? noCounts;
    addTeam(summary, of, of.minutes >= whole.minutes);
  }
  return { from, summary };
}

/** What teams sum up to, while they are added. */
export interface TeamsSum extends CountSummary {
  min: number[];
  max: number[];
  sum: number[];
}

/** @param minutes of the whole cluster */
export function emptyTeams(minutes: number): TeamsSum {
  return { minutes, min: zeros(), max: zeros(), sum: zeros() };
}

/** @param throughout whether the team was listed in all of the minutes */
export function addTeam(into: TeamsSum, { min, max, sum }: Omit<CountSummary, 'minutes'>, throughout: boolean): void {
  for (let i = 0; i < into.sum.length; i++) {
    if (throughout) into.min[i] = (into.min[i] ?? 0) + (min[i] ?? 0);
    into.max[i] = (into.max[i] ?? 0) + (max[i] ?? 0);
    into.sum[i] = (into.sum[i] ?? 0) + (sum[i] ?? 0);
  }
}

/**
 * One point per slot in which something was counted, and all of them together; null = nothing was.
 *
 * @param counts in any order, any number per slot
 * @param slots in order
 */
export function countPointsOf(
  counts: readonly CountsAt[],
  slots: readonly Span[],
): { points: CountPoint[]; whole: CountPoint | null } {
  const inOrder = [...counts].sort((a, b) => a.from - b.from);
  const found: { slot: Span; summary: CountSummary }[] = [];
  let next = 0;
  for (const slot of slots) {
    const parts: CountSummary[] = [];
    for (let c = inOrder[next]; c !== undefined && c.from < slot.to; c = inOrder[next]) {
      if (c.from >= slot.from) parts.push(c.summary);
      next += 1;
    }
    if (parts.length > 0) found.push({ slot, summary: mergeCounts(parts) });
  }
  const all = { from: slots[0]?.from ?? 0, to: slots.at(-1)?.to ?? 0 };
  return {
    points: found.map(({ slot, summary }) => countPoint(slot, summary)),
    whole: found.length === 0 ? null : countPoint(all, mergeCounts(found.map((f) => f.summary))),
  };
}

function countPoint({ from, to }: Span, { minutes, min, max, sum }: CountSummary): CountPoint {
  const of = (kind: CountKind) => {
    const i = countKinds.indexOf(kind);
    const mean = Math.round(((sum[i] ?? 0) / minutes) * 100) / 100;
    return { min: min[i] ?? 0, mean, max: max[i] ?? 0 };
  };
  const [connected, unstable, atRisk] = [of('connected'), of('unstable'), of('atRisk')];
  const [forcedOut, loggedOut, unknown] = [of('forcedOut'), of('loggedOut'), of('unknown')];
  return { from, to, minutes, connected, unstable, atRisk, forcedOut, loggedOut, unknown };
}

/** The coarsest source of which several make up a part and that reaches back; days of UTC for parts of a week. */
export function slotSource(range: Span, partMs: number, kept: CountsKeptSince): CountSource {
  const reaching = (['minutes', ...countResolutions] as const).filter((source) => kept[source] <= range.from);
  const fits = (source: CountSource) =>
    source === '1d'
      ? partMs >= 7 * DAY_MS
      : source === '1h'
        ? partMs >= 3 * resolutionMs['1h']
        : source !== '10m' || partMs >= 3 * resolutionMs['10m'];
  return [...reaching].reverse().find(fits) ?? reaching[0] ?? '1d';
}

/** Since when each of them is complete. */
export type CountsKeptSince = Record<CountSource, EpochMs>;

/** Minutes say every team each: more than so long of them is more than a page should wait for. */
export const MINUTES_READ_MS = 25 * 3_600_000;
const MINUTE_MS = 60_000;

/** How long what one number stands for is. */
export function sourceMs(source: CountSource): number {
  return source === 'minutes' ? MINUTE_MS : resolutionMs[source];
}

const steps = [1, 2, 3, 5, 10, 20, 30, 60, 120, 180, 240, 360, 720].map((minutes) => minutes * MINUTE_MS);

/** The finest step with no more points than asked for, and the coarsest source that reaches back and that it can be put together from. */
export function countPlan(range: Span, points: number, kept: CountsKeptSince): { source: CountSource; stepMs: number } {
  const length = Math.max(1, range.to - range.from);
  const reaching = (['minutes', ...countResolutions] as const).filter(
    (source) => kept[source] <= range.from && (source !== 'minutes' || length <= MINUTES_READ_MS),
  );
  const finest = reaching[0] ?? '1d';
  const stepMs =
    steps.find((step) => step >= sourceMs(finest) && length / step <= points) ??
    Math.max(1, Math.ceil(length / DAY_MS / points)) * DAY_MS;
  // Days are the zone's: only hours can be put together to them.
  const source = [...reaching].reverse().find((s) => s !== '1d' && stepMs % sourceMs(s) === 0);
  return { source: source ?? finest, stepMs };
}
