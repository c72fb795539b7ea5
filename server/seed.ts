/** `npm run seed -- --targets 50 --agents 500 --days 365`: fills an empty database with a made-up past. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lockDataDir } from './config/data-dir';
import { checkEnv, type Env, envSentence } from './config/env';
import { internalKey } from './config/internal-key';
import { createLog } from './config/log';
import { createPseudonyms } from './config/pseudonyms';
import { placesOf, type SeedOptions, writeSeed } from './seed/write';
import { seedConfig } from './seed/yaml';
import { migrate } from './store/migrate';
import { openStore } from './store/open';
import { createSystemTime } from './time/system-time';
import type { Time } from './time/time';

const OBSERVER_ID = 'local';
const BAR = 30;

const say = (line: string) => process.stdout.write(`${line}\n`);

interface Asked extends Omit<SeedOptions, 'endsAt' | 'observerId'> {
  problems: string[];
}

function asked(argv: readonly string[]): Asked {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      targets: { type: 'string', default: '50' },
      agents: { type: 'string', default: '500' },
      days: { type: 'string', default: '365' },
      'fine-days': { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
    },
  });
  const problems: string[] = [];
  const number = (name: keyof typeof values, least: number, most: number): number => {
    const n = Number(values[name]);
    if (!Number.isInteger(n) || n < least || n > most)
      problems.push(`--${name} must be a number from ${least} to ${most}`);
    return n;
  };
  const days = number('days', 1, 1_095);
  return {
    ...{ targets: number('targets', 1, 2_000), agents: number('agents', 0, 20_000), days },
    ...{ fineDays: number('fine-days', 0, 1_095), seed: number('seed', 0, 1_000_000), problems },
  };
}

async function seed(env: Env, { problems: _none, ...options }: Asked, time: Time): Promise<number> {
  const { databaseUrl, dataDir } = env;
  await migrate(databaseUrl, time);
  const store = await openStore(databaseUrl);
  try {
    if ((await store.lastSeq()) > 0) return refuse('The database holds something already. Seed an empty DATA_DIR.');
    const key = Buffer.from(internalKey(dataDir).reveal(), 'hex');
    const startedMono = time.monoMs();
    const all = { ...options, endsAt: time.now(), observerId: OBSERVER_ID };
    const log = createLog('seed', env.logLevel);
    const { events, spikes } = await writeSeed(store, createPseudonyms(key), all, log, progressBar());
    const config = join(dataDir, 'seed.yaml');
    writeFileSync(config, seedConfig(placesOf(options.targets)), { mode: 0o600 });
    const slowest = [...spikes].sort((a, b) => b.rttMs - a.rttMs)[0];
    say(`\n${events} events written in ${((time.monoMs() - startedMono) / 1_000).toFixed(1)} s.`);
    if (slowest !== undefined) say(`Slowest ping: ${JSON.stringify(slowest)}`);
    say(`Look at it with HOLDFAST_CONFIG=${config} DATA_DIR=${dataDir} npm start`);
    return 0;
  } finally {
    await store.close();
  }
}

/** One line that is drawn over on a terminal, and a line per tenth elsewhere. */
function progressBar(): (share: number, events: number) => void {
  let told = -1;
  return (share, events) => {
    const percent = Math.floor(share * 100);
    if (percent === told || (!process.stdout.isTTY && percent % 10 !== 0)) return;
    told = percent;
    const full = Math.round(share * BAR);
    const line = `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${percent} %, ${events} events`;
    if (process.stdout.isTTY) process.stdout.write(`\r${line}`);
    else say(line);
  };
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`);
  return 2;
}

async function main(): Promise<number> {
  const wanted = asked(process.argv.slice(2));
  if (wanted.problems.length > 0) return refuse(wanted.problems.join('\n'));
  const checked = checkEnv();
  if (!checked.ok) return refuse(checked.problems.map(envSentence).join('\n'));
  const { env } = checked;
  const locked = lockDataDir(env.dataDir);
  if (!locked.ok) return refuse(`${locked.message}. Stop it first.`);
  try {
    return await seed(env, wanted, createSystemTime());
  } finally {
    locked.lock.release();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
