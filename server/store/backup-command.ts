/** `npm run backup -- FILE` and `npm run restore -- FILE`. */
import { resolve } from 'node:path';
import { lockDataDir } from '../config/data-dir';
import { checkEnv, type Env, envSentence } from '../config/env';
import { createSystemTime } from '../time/system-time';
import { backup, restore } from './backup';
import { StoreError } from './store-error';

const say = (line: string) => process.stdout.write(`${line}\n`);

function refused(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}

async function makeBackup(env: Env, file: string): Promise<number> {
  const { bytes, lastSeq } = await backup(env.databaseUrl, file);
  say(`${file}: ${(bytes / 1e6).toFixed(1)} MB, up to event ${lastSeq}, checked.`);
  return 0;
}

function putBack(env: Env, file: string): number {
  const locked = lockDataDir(env.dataDir);
  if (!locked.ok) return refused(`${locked.message}. Stop it first.`);
  const time = createSystemTime({ keepAlive: false });
  try {
    const stamp = new Date(time.now()).toISOString().replace(/\D/g, '').slice(0, 14);
    const { aside } = restore(file, env.databaseUrl, time.uuid(), `before-${stamp}`);
    say(`Restored ${file}.${aside === null ? '' : ` The database of before is now ${aside}.`}`);
    return 0;
  } finally {
    locked.lock.release();
  }
}

async function main(command: string | undefined, path: string | undefined): Promise<number> {
  if ((command !== 'backup' && command !== 'restore') || path === undefined)
    return refused('Usage: npm run backup -- FILE\n       npm run restore -- FILE');
  const checked = checkEnv();
  if (!checked.ok) return refused(checked.problems.map(envSentence).join('\n'));
  if (!checked.env.databaseUrl.startsWith('file:'))
    return refused('The history is on PostgreSQL: use pg_dump and pg_restore, which do this while Holdfast runs.');
  const file = resolve(path);
  return command === 'backup' ? makeBackup(checked.env, file) : putBack(checked.env, file);
}

main(process.argv[2], process.argv[3]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = error instanceof StoreError ? refused(error.message) : 1;
    if (!(error instanceof StoreError))
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  },
);
