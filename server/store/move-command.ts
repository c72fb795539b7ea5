/** `npm run migrate-data -- --to postgresql://…`: moves the history of this installation to PostgreSQL. */
import { lockDataDir } from '../config/data-dir';
import { checkEnv, envSentence } from '../config/env';
import { moveHistory } from './move';
import { StoreError } from './store-error';

function refused(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}

async function main([flag, to]: string[]): Promise<number> {
  if (flag !== '--to' || to === undefined || !/^postgres(ql)?:\/\//.test(to))
    return refused(
      'Usage: npm run migrate-data -- --to postgresql://USER@HOST/DATABASE\nThe database exists and is empty.',
    );
  const checked = checkEnv();
  if (!checked.ok) return refused(checked.problems.map(envSentence).join('\n'));
  const { dataDir, databaseUrl } = checked.env;
  if (!databaseUrl.startsWith('file:')) return refused('DATABASE_URL is not an SQLite file: there is nothing to move.');
  const locked = lockDataDir(dataDir);
  if (!locked.ok) return refused(`${locked.message}. Stop it first.`);
  try {
    const { tables, rows } = await moveHistory(databaseUrl, to, ({ table, rows: done, of }) => {
      const line = `${table.padEnd(20)} ${done.toLocaleString('en')} of ${of.toLocaleString('en')}`;
      process.stdout.write(process.stdout.isTTY ? `\r${line.padEnd(60)}${done === of ? '\n' : ''}` : `${line}\n`);
    });
    process.stdout.write(`${rows.toLocaleString('en')} rows in ${tables} tables are there, counted on both sides.\n`);
    process.stdout.write('Set DATABASE_URL to the new database; the file stays as it is.\n');
    return 0;
  } finally {
    locked.lock.release();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = error instanceof StoreError ? refused(error.message) : 1;
    if (!(error instanceof StoreError))
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  },
);
