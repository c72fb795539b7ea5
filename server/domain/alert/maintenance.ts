/** Planned windows, once or recurring in a time zone, and Finesse's own maintenance mode. */
import { Cron } from 'croner';
import type { EpochMs, ServerView } from '#contract';

export interface MaintenanceWindow {
  name: string;
  /** null: everything. */
  clusterKey: string | null;
  nodeKey: string | null;
  when:
    | { kind: 'once'; from: EpochMs; to: EpochMs }
    /** `zone`: an IANA name, whose clocks the pattern follows. */
    | { kind: 'recurring'; cron: string; zone: string; lastsMs: number };
}

/** The span of the window that `at` is in; null: none. It lasts as long as it says, also across a change of the clocks. */
export function windowAt(w: MaintenanceWindow, at: EpochMs): { from: EpochMs; to: EpochMs } | null {
  if (w.when.kind === 'once') return w.when.from <= at && at < w.when.to ? { from: w.when.from, to: w.when.to } : null;
  const { cron, zone, lastsMs } = w.when;
  const pattern = new Cron(cron, { timezone: zone, paused: true });
  // Starts are told from the outside in: the next one after the time at which a window that still lasts would have begun.
  let start = pattern.nextRun(new Date(at - lastsMs));
  let found: { from: EpochMs; to: EpochMs } | null = null;
  while (start !== null && start.getTime() <= at) {
    found = { from: start.getTime(), to: start.getTime() + lastsMs };
    start = pattern.nextRun(start);
  }
  return found;
}

/** Whether the pattern and the zone can be read. */
export function isCron(cron: string, zone: string): boolean {
  try {
    return new Cron(cron, { timezone: zone, paused: true }).nextRun() !== undefined;
  } catch {
    return false;
  }
}

/** FINESSE §3: `finesseMMode` while desktops are moved away, and the same for CTI. */
export function isInOwnMaintenance(s: Pick<ServerView, 'facts'>): boolean {
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
  if (found !== undefined) return { ref: found.name, text: `maintenance: ${found.name}` };
  for (const s of servers) {
    if (s.clusterKey !== place.clusterKey || !isInOwnMaintenance(s)) continue;
    // People are moved away from it: what happens to agents and to this node meanwhile is meant.
    if (place.nodeKey === null || place.nodeKey === s.nodeKey)
      return { ref: `finesse ${s.nodeKey}`, text: `${s.nodeName} is in Finesse's own maintenance mode` };
  }
  return null;
}
