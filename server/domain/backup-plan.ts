/** When the next copy of the history is due, what it is called, and which old ones go. Times are of this machine's zone. */
import type { EpochMs } from '#contract';

export interface BackupPlan {
  /** Minutes after midnight. */
  atMin: number;
  /** The newest of them. */
  keep: number;
}

/** The first moment after `now` at which the clock of this machine shows the time; one that a change of the clocks leaves out comes later. */
export function nextBackupAt(now: EpochMs, atMin: number): EpochMs {
  const today = onDay(now, 0, atMin);
  return today > now ? today : onDay(now, 1, atMin);
}

/** The last moment up to `now` at which one was due. */
export function lastBackupDue(now: EpochMs, atMin: number): EpochMs {
  const today = onDay(now, 0, atMin);
  return today <= now ? today : onDay(now, -1, atMin);
}

function onDay(now: EpochMs, days: number, atMin: number): EpochMs {
  const day = new Date(now);
  return new Date(
    ...([day.getFullYear(), day.getMonth(), day.getDate() + days, Math.floor(atMin / 60), atMin % 60] as const),
  ).getTime();
}

const ours = /^holdfast-\d{4}-\d{2}-\d{2}T\d{6}Z\.db$/;

/** `holdfast-2026-11-20T023000Z.db`: names in the order of their times, in UTC. */
export function backupName(at: EpochMs): string {
  return `holdfast-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '')}Z.db`;
}

export const isBackupName = (name: string): boolean => ours.test(name);

/** Of the files of a folder those of ours that are too many, the oldest first; others are nobody's business. */
export function tooMany(names: readonly string[], keep: number): string[] {
  const copies = names.filter(isBackupName).sort();
  return copies.slice(0, Math.max(0, copies.length - keep));
}
