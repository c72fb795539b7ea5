/** Copies the history by its schedule, in a process of its own, so that measuring goes on; and takes old copies away. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupConfig } from '../config/backup';
import type { Log } from '../config/log';
import { inProject } from '../config/project-root';
import { saysTheSame } from '../config/same';
import { backupName, nextBackupAt, tooMany } from '../domain/backup-plan';
import { type Cancel, type Time, wallNow } from '../time/time';

/** null: it is written; else what the program said. */
export type CopyTo = (file: string) => Promise<string | null>;

export interface BackupDeps {
  time: Time;
  log: Pick<Log, 'info' | 'error'>;
  /** Where copies go that no setting sends elsewhere. */
  usualFolder: string;
  copyTo: CopyTo;
}

export interface Backups {
  /** null: none are made. */
  configure(backup: BackupConfig | null): void;
  stop(): void;
}

/** The clock may be set, and days have 23 to 25 hours: nobody sleeps longer than this without looking again. */
const LOOK_AGAIN_MS = 15 * 60_000;

export function createBackups({ time, log, usualFolder, copyTo }: BackupDeps): Backups {
  let plan: BackupConfig | null = null;
  let cancel: Cancel = () => undefined;
  let running = false;

  function wait(backup: BackupConfig, due = nextBackupAt(wallNow(time), backup.atMin)): void {
    const left = due - wallNow(time);
    cancel = time.after(Math.min(left, LOOK_AGAIN_MS), () => {
      if (wallNow(time) < due) return wait(backup);
      void run(backup);
      wait(backup);
    });
  }

  async function run({ folder, keep }: BackupConfig): Promise<void> {
    // One that takes longer than a day is not begun a second time.
    if (running) return;
    running = true;
    try {
      const into = folder ?? usualFolder;
      mkdirSync(into, { recursive: true, mode: 0o700 });
      const file = join(into, backupName(wallNow(time)));
      const said = await copyTo(file);
      if (said !== null) return log.error({ file, said }, 'the history could not be copied');
      const old = tooMany(readdirSync(into), keep);
      for (const name of old) rmSync(join(into, name), { force: true });
      log.info({ file, removed: old.length }, 'the history was copied');
    } catch (error) {
      log.error({ err: error }, 'the history could not be copied');
    } finally {
      running = false;
    }
  }

  return {
    configure(backup) {
      if (saysTheSame(plan, backup)) return;
      plan = backup;
      cancel();
      if (backup !== null) wait(backup);
    },
    stop: () => cancel(),
  };
}

const SAID_AT_MOST = 2_000;

/** `npm run backup` as the product has it: built beside the worker, or from sources where the worker runs from sources. */
export function copyInProcess(isBuilt: boolean): CopyTo {
  const program = isBuilt
    ? [inProject('dist', 'backup.js')]
    : ['--import', 'tsx', inProject('server', 'store', 'backup-command.ts')];
  return (file) =>
    new Promise((done) => {
      const child = spawn(process.execPath, [...program, 'backup', file], { stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(0, SAID_AT_MOST);
      });
      child.once('error', (error) => done(error.message));
      child.once('close', (code) => done(code === 0 ? null : said.trim() || `exit code ${code}`));
    });
}
