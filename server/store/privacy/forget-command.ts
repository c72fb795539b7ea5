/** `npm run forget -- LOGINID [--cluster KEY] [--dry-run]`: forgets a person, and says in numbers what changed. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lockDataDir } from '../../config/data-dir';
import { checkEnv, type Env, envSentence } from '../../config/env';
import { internalKey } from '../../config/internal-key';
import { createPseudonyms } from '../../config/pseudonyms';
import { forgottenLines } from '../../domain/privacy/forgotten-lines';
import { createSystemTime } from '../../time/system-time';
import type { Time } from '../../time/time';
import { migrate } from '../migrate';
import { StoreError } from '../store-error';
import { forgetPerson, type WhoToForget } from './forget-person';

const USAGE = `Usage: npm run forget -- LOGINID [--cluster KEY] [--dry-run]
LOGINID is a login id of Finesse or a JID; --dry-run changes nothing and says what would be.`;

function refused(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}

async function forget(env: Env, who: WhoToForget, dryRun: boolean, time: Time): Promise<number> {
  await migrate(env.databaseUrl, time);
  const pseudonymOf = createPseudonyms(Buffer.from(internalKey(env.dataDir).reveal(), 'hex'));
  const found = await forgetPerson(env.databaseUrl, who, {
    ...{ pseudonymOf, dryRun },
    // Whom is what nobody is to know any more.
    audit: ({ setUp, ...numbers }) => ({
      id: time.uuid(),
      entry: {
        ...{ at: time.now(), actor: 'command line', origin: 'this machine', action: 'person-forgotten', subject: '-' },
        detail: { ...numbers, setUp: setUp.length },
      },
    }),
  });
  const inFile = env.configFile !== null && isNamed(env.configFile, who.loginId);
  process.stdout.write(`${forgottenLines(found, { dryRun, inFile }).join('\n')}\n`);
  return 0;
}

function isNamed(file: string, loginId: string): boolean {
  try {
    return readFileSync(file, 'utf8').toLowerCase().includes(loginId.toLowerCase());
  } catch {
    return false;
  }
}

async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { cluster: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
  });
  const [loginId] = positionals;
  if (loginId === undefined || loginId.trim() === '' || positionals.length > 1) return refused(USAGE);
  const checked = checkEnv();
  if (!checked.ok) return refused(checked.problems.map(envSentence).join('\n'));
  const { env } = checked;
  const locked = lockDataDir(env.dataDir);
  if (!locked.ok)
    return refused(`${locked.message}. Stop it first: what it holds in memory would write the person down again.`);
  try {
    const who = { loginId: loginId.trim(), clusterKey: values.cluster ?? null };
    return await forget(env, who, values['dry-run'], createSystemTime({ keepAlive: false }));
  } finally {
    locked.lock.release();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    if (isUsage || error instanceof StoreError) process.exitCode = refused(isUsage ? USAGE : error.message);
    else {
      process.exitCode = 1;
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    }
  },
);
