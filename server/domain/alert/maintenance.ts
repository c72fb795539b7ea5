/** Planned windows, once or recurring in a time zone, and Finesse's own maintenance mode. */
import { Cron } from 'croner';
import type { EpochMs, PlannedWindow, ServerView } from '#contract';
import { wallOf } from '../history/calendar';

export type MaintenanceWindow = Pick<PlannedWindow, 'id' | 'name' | 'clusterKey' | 'nodeKey' | 'when'>;

interface Span {
  from: EpochMs;
  to: EpochMs;
}
type When = PlannedWindow['when'];

/** What was found for a window, and for how long it stays so: it is asked for at every step, and seldom changes. */
const answers = new WeakMap<When, { from: EpochMs; until: EpochMs; span: Span | null }>();

/** The span of the window that `at` is in; null: none. */
export function windowAt({ when }: Pick<MaintenanceWindow, 'when'>, at: EpochMs): Span | null {
  const known = answers.get(when);
  if (known !== undefined && known.from <= at && at < known.until) return known.span;
  const next = nextWindow(when, at);
  const span = next !== null && next.from <= at ? next : null;
  answers.set(when, { from: at, until: span?.to ?? next?.from ?? Number.MAX_SAFE_INTEGER, span });
  return span;
}

/** When it is in force next, or is now; null: never again. */
export function nextWindow(when: When, at: EpochMs): Span | null {
  // Of those that overlap, the one that began last: many begin within the time that one lasts where the pattern is dense.
  const lastsMs = when.kind === 'once' ? 0 : when.lastsMs;
  for (let backMs = Math.min(HOUR_MS, lastsMs); backMs < lastsMs; backMs = Math.min(backMs * 24, lastsMs)) {
    const running = startsOf(when, at - backMs, at + 1, Number.MAX_SAFE_INTEGER).at(-1);
    if (running !== undefined) return { from: running, to: running + lastsMs };
  }
  return spansOf(when, at, Number.MAX_SAFE_INTEGER, 1)[0] ?? null;
}

/** The spans that touch [from, to), in order, at most `limit`. Each lasts as long as it says, also across a change of the clocks. */
export function spansOf(when: When, from: EpochMs, to: EpochMs, limit: number): Span[] {
  if (when.kind === 'once') return when.to > from && when.from < to ? [{ from: when.from, to: when.to }] : [];
  const { lastsMs } = when;
  return startsOf(when, from - lastsMs + 1, to, limit).map((start) => ({ from: start, to: start + lastsMs }));
}

/** Starts in [from, to), in order: what the pattern says of a wall clock, on the clocks of the zone. */
function startsOf(when: When, from: EpochMs, to: EpochMs, limit: number): EpochMs[] {
  if (when.kind === 'once') return [];
  const { cron, zone } = when;
  const pattern = new Cron(cron, { utcOffset: 0, paused: true });
  const everyHour = (cron.trim().split(/\s+/).at(-4) ?? '').startsWith('*');
  const starts = new Set<EpochMs>();
  let wall = pattern.nextRun(new Date(from - FAR_MS));
  while (wall !== null && wall.getTime() < to + FAR_MS && starts.size < limit) {
    for (const start of instantsOf(zone, wall.getTime(), everyHour)) if (from <= start && start < to) starts.add(start);
    wall = pattern.nextRun(wall);
  }
  return [...starts].sort((a, b) => a - b).slice(0, limit);
}

/**
 * When the clocks of the zone show that. A time that they leave out comes as much later as they were put forward, one that they show twice
 * is the first; a pattern of every hour goes by the hours that there are.
 */
function instantsOf(zone: string, wall: EpochMs, everyHour: boolean): EpochMs[] {
  const offsetAt = (at: EpochMs) => wallOf(zone, at) - at;
  const before = wall - offsetAt(wall - FAR_MS);
  const after = wall - offsetAt(wall + FAR_MS);
  const shown = [...new Set([before, after])].filter((at) => wallOf(zone, at) === wall).sort((a, b) => a - b);
  if (everyHour) return shown;
  return [shown[0] ?? before];
}

const HOUR_MS = 3_600_000;
/** More than any zone is away from UTC. */
const FAR_MS = 16 * HOUR_MS;

/** Whether the pattern and the zone can be read. */
export function isCron(cron: string, zone: string): boolean {
  try {
    return new Cron(cron, { timezone: zone, paused: true }).nextRun() !== undefined;
  } catch {
    return false;
  }
}

/** What is looked at of a server's own words. */
type OwnModes = { facts: Pick<NonNullable<ServerView['facts']>, 'finesseMaintenance' | 'ctiMaintenance'> | null };

/** FINESSE §3: `finesseMMode` while desktops are moved away, and the same for CTI. */
export function isInOwnMaintenance(s: OwnModes): boolean {
  const running = (mode: string | null | undefined) => mode?.toUpperCase() === 'IN_PROGRESS';
  return running(s.facts?.finesseMaintenance) || running(s.facts?.ctiMaintenance);
}

/** What mutes a place now: a window of it, or the server's own mode. */
export function maintenanceOf(
  place: { clusterKey: string | null; nodeKey: string | null },
  at: EpochMs,
  windows: readonly MaintenanceWindow[],
  servers: Iterable<ServerView>,
): { ref: string; text: string } | null {
  const found = windows.find(
    (w) =>
      (w.clusterKey === null || w.clusterKey === place.clusterKey) &&
      (w.nodeKey === null || w.nodeKey === place.nodeKey) &&
      windowAt(w, at) !== null,
  );
  if (found !== undefined) return { ref: found.id, text: `maintenance: ${found.name}` };
  for (const s of servers) {
    if (s.clusterKey !== place.clusterKey || !isInOwnMaintenance(s)) continue;
    // People are moved away from it: what happens to agents and to this node meanwhile is meant.
    if (place.nodeKey === null || place.nodeKey === s.nodeKey)
      return { ref: `finesse ${s.nodeKey}`, text: `${s.nodeName} is in Finesse's own maintenance mode` };
  }
  return null;
}
