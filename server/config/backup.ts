/** When the history is copied by itself, from a checked file. */
import type { BackupPlan } from '../domain/backup-plan';
import type { BackupShape } from './shape-backup';

export interface BackupConfig extends BackupPlan {
  /** Absolute; null: `backups` in DATA_DIR. */
  folder: string | null;
}

const KEPT_USUALLY = 7;

/** null: never. */
export function backupOf(shape: BackupShape | undefined): BackupConfig | null {
  if (shape === undefined) return null;
  const [hours = 0, minutes = 0] = shape.everyDayAt.split(':').map(Number);
  return { atMin: hours * 60 + minutes, keep: shape.keep ?? KEPT_USUALLY, folder: shape.folder ?? null };
}
