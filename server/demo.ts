/** `npm run demo`: Holdfast with a day of made-up history, watching a simulated Finesse pair on which something goes wrong all the time. */
import { rmSync, writeFileSync } from 'node:fs';
import { lockDataDir } from './config/data-dir';
import { checkEnv, type Env, environmentVariables, envSentence } from './config/env';
import { loadConfig } from './config/file';
import { instanceId } from './config/instance-id';
import { createLog } from './config/log';
import { inProject } from './config/project-root';
import { writeHistory } from './demo/history';
import { freePort, freePortBase } from './demo/ports';
import { certificatesOf, configFileOf, databaseFileOf, demoConfig, demoTargets } from './demo/service';
import { type SimulatorProcess, startSimulatorProcess } from './demo/simulator-process';
import { caFileOf, openAuthority } from './simulator/finesse/certificates/authority';
import { openHouse } from './start/house';
import { configurationLines } from './start/set-up-in-pages';
import { untilSignal } from './start/until-signal';
import { migrate } from './store/migrate';
import { openStore } from './store/open';
import { createSystemTime } from './time/system-time';
import type { Time } from './time/time';

/** sysexits.h: EX_CONFIG, EX_UNAVAILABLE */
const EXIT_CONFIG = 78;
const EXIT_UNAVAILABLE = 69;
const OBSERVER_ID = 'local';
const STOP_GRACE_MS = 2_000;

async function main(): Promise<number> {
  const checked = checkEnv();
  if (!checked.ok) return refuse(EXIT_CONFIG, checked.problems.map(envSentence));
  const portBase = await freePortBase();
  if (portBase === null) return refuse(EXIT_UNAVAILABLE, ['there are no free ports on 127.0.0.1']);
  const time = createSystemTime();
  const env = await demoEnv(checked.env);
  const refusal = writeConfig(env.dataDir, portBase, time);
  if (refusal !== null) return refuse(EXIT_CONFIG, [refusal]);

  const running: { simulator: SimulatorProcess | null } = { simulator: null };
  const opened = await openHouse({
    env,
    mode: 'production',
    time,
    say: sayInDemo,
    watched: configurationLines,
    // called once the data folder is ours alone, and before anything reads the database
    async migrate(databaseUrl) {
      await freshHistory(env, databaseUrl, time);
      running.simulator = await startSimulatorProcess({ portBase, dataDir: env.dataDir, time, say });
      say(
        `The simulated Finesse pair is up; faults of its transports can be switched at ${running.simulator.control}/faults`,
      );
    },
  });
  if (!opened.ok) return refuse(EXIT_CONFIG, opened.problems);
  const { house } = opened;
  const everything = {
    async stop() {
      await house.stop();
      await running.simulator?.process.stop(STOP_GRACE_MS);
    },
    kill() {
      house.kill();
      running.simulator?.process.kill();
    },
  };
  await untilSignal(everything, time, say);
  return 0;
}

/** The demo never touches a real installation: loopback, a database and a worker port of its own. */
async function demoEnv(env: Env): Promise<Env> {
  const given = environmentVariables();
  const dataDir = given.DATA_DIR ? env.dataDir : inProject('data', 'demo');
  const workerPort = given.WORKER_PORT ? env.workerPort : await freePort();
  return {
    ...env,
    host: '127.0.0.1',
    workerHost: '127.0.0.1',
    workerPort,
    workerUrl: `http://127.0.0.1:${workerPort}`,
    dataDir,
    databaseUrl: `file:${databaseFileOf(dataDir)}`,
    configFile: configFileOf(dataDir),
    logLevel: given.LOG_LEVEL ? env.logLevel : 'warn',
    demo: true,
  };
}

/** Not while another demo reads its own there. @returns null when written, or a sentence */
function writeConfig(dataDir: string, portBase: number, time: Time): string | null {
  const locked = lockDataDir(dataDir);
  if (!locked.ok) return locked.message;
  // the simulator will find its CA there; the configuration is read before it runs
  openAuthority(certificatesOf(dataDir), time.now());
  writeFileSync(configFileOf(dataDir), demoConfig(portBase, caFileOf(certificatesOf(dataDir))), { mode: 0o600 });
  locked.lock.release();
  return null;
}

async function freshHistory(env: Env, databaseUrl: string, time: Time): Promise<void> {
  say('Writing a day of history …');
  const startedMono = time.monoMs();
  const file = databaseFileOf(env.dataDir);
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  await migrate(databaseUrl, time);
  const loaded = loadConfig(env.configFile, environmentVariables(), { instanceId: instanceId(env.dataDir) });
  const store = await openStore(databaseUrl);
  try {
    const targets = loaded.ok ? loaded.config.finesse.flatMap(demoTargets) : [];
    const log = createLog('demo', env.logLevel);
    const events = await writeHistory({ store, targets, observerId: OBSERVER_ID, endsAt: time.now(), log });
    say(`${events} events written in ${((time.monoMs() - startedMono) / 1000).toFixed(1)} s.`);
  } finally {
    await store.close();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Without the note that a password stands in the file: this one protects nothing. */
function sayInDemo(line: string): void {
  if (!line.startsWith('Note: ')) say(line);
}

function refuse(code: number, problems: readonly string[]): number {
  process.stderr.write(`The demo does not start:\n${problems.map((p) => `  ${p}\n`).join('')}`);
  return code;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `The demo does not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
