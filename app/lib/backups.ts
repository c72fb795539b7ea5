/** The copies of the history that lie in the folder of the schedule. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochMs } from '#contract';
import type { BackupFile, BackupState } from '../../components/settings/backup/backup-view';
import { isBackupName, lastBackupDue } from '../../server/domain/backup-plan';
import { configuration, configurationView } from './configuration';
import { env } from './env';
import { wallTime } from './time';

/** A large history takes a while. */
const COPIED_WITHIN_MS = 30 * 60_000;

export async function loadBackups(): Promise<BackupState> {
  const { databaseUrl, dataDir } = env();
  const { backup } = await configuration();
  const folder = backup?.folder ?? join(dataDir, 'backups');
  const files = filesIn(folder);
  const since = await setSince();
  const due = backup === null ? null : lastBackupDue(wallTime() - COPIED_WITHIN_MS, backup.atMin);
  // What was set up after its time is not missing.
  const isMissing = due !== null && since !== null && since < due && !(files ?? []).some(({ at }) => at >= due);
  return { postgres: !databaseUrl.startsWith('file:'), folder, files, missingSince: isMissing ? due : null };
}

/** null: nobody knows, it stands in the file. */
async function setSince(): Promise<EpochMs | null> {
  const { items } = await configurationView();
  return items.find(({ kind, key }) => kind === 'setting' && key === 'backup')?.changedAt ?? null;
}

/** Newest first; null: it cannot be read. A folder that is not there yet holds none. */
function filesIn(folder: string): BackupFile[] | null {
  try {
    return readdirSync(folder)
      .filter(isBackupName)
      .sort()
      .reverse()
      .map((name) => {
        const { size, mtimeMs } = statSync(join(folder, name));
        return { name, bytes: size, at: Math.round(mtimeMs) };
      });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOENT' ? [] : null;
  }
}
