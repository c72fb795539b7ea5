/** `npm start`: refuses bad configuration, migrates the database, opens the front door and supervises worker and dashboard. */
import { checkEnv, envSentence } from './config/env';
import { firstStartLine } from './start/first-start';
import { openHouse } from './start/house';
import { configurationLines } from './start/set-up-in-pages';
import { untilSignal } from './start/until-signal';
import { migrate } from './store/migrate';
import { createSystemTime } from './time/system-time';

/** sysexits.h: EX_CONFIG */
const EXIT_CONFIG = 78;

async function main(): Promise<number> {
  // What is written holds names of people: it is for this user alone.
  process.umask(0o077);
  const checked = checkEnv();
  if (!checked.ok) return refuse(checked.problems.map(envSentence));
  const time = createSystemTime();
  const mode = process.argv.includes('--dev') ? 'development' : 'production';
  const { env } = checked;
  const opened = await openHouse({
    env,
    mode,
    time,
    say,
    migrate: (url) => migrate(url, time),
    watched: configurationLines,
  });
  if (!opened.ok) return refuse(opened.problems);
  const firstStart = await firstStartLine(env, opened.house.url);
  if (firstStart !== null) say(firstStart);
  await untilSignal(opened.house, time, say);
  return 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function refuse(problems: readonly string[]): number {
  process.stderr.write(`Holdfast does not start:\n${problems.map((p) => `  ${p}\n`).join('')}`);
  return EXIT_CONFIG;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `Holdfast does not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
