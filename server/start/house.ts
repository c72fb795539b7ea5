/** The running house: front door, worker and dashboard, opened in order and closed in order. */
import { lockDataDir } from '../config/data-dir';
import { type Env, environmentVariables, urlHost } from '../config/env';
import { loadConfig } from '../config/file';
import { internalKey } from '../config/internal-key';
import { codeOf } from '../config/private-file';
import { problemSentence } from '../config/problem';
import { StoreError } from '../store/store-error';
import { type Time, wallNow } from '../time/time';
import { createFrontDoor, type FrontDoor } from './front-door';
import { listening } from './messages';
import { type Mode, programsOf } from './programs';
import { type Program, type Supervised, supervise } from './supervise';
import { readTls, type TlsResult, watchTls } from './tls-files';
import { watchWorkerSources } from './watch-sources';

export interface HouseOptions {
  env: Env;
  mode: Mode;
  time: Time;
  /** One line for people. */
  say(line: string): void;
  /** Brings the database to this version's schema. Only the supervisor does. */
  migrate(databaseUrl: string): Promise<unknown>;
  /** What is watched, line by line, once the database can be read. */
  watched?(env: Env): Promise<string[]>;
  /** Tests put small programs here. */
  programs?: { worker: Program; dashboard: Program };
}

export interface House {
  /** Where people find it. */
  url: string;
  worker: Supervised;
  dashboard: Supervised;
  /** Front door first, then the children with a grace time; then the data folder is free. */
  stop(): Promise<void>;
  /** Ends the children at once. */
  kill(): void;
}

export type OpenResult = { ok: true; house: House } | { ok: false; problems: string[] };

/** The worker says goodbye to its servers and writes its last batch in this time. */
const STOP_GRACE_MS = 6_000;

/** Refuses bad configuration before anything is written or started. */
export async function openHouse(options: HouseOptions): Promise<OpenResult> {
  const { env, say } = options;
  const config = loadConfig(env.configFile, environmentVariables(), { instanceId: 'not-yet' });
  if (!config.ok) return { ok: false, problems: config.problems.map(problemSentence) };
  for (const warning of config.warnings) say(`Note: ${problemSentence(warning)}`);

  const tls = env.tls === null ? null : readTls(env.tls, wallNow(options.time));
  if (tls?.ok === false) return { ok: false, problems: [tls.problem] };
  if (tls?.warning != null) say(`Note: ${tls.warning}`);

  const locked = lockDataDir(env.dataDir);
  if (!locked.ok) return { ok: false, problems: [locked.message] };
  internalKey(env.dataDir);

  const dashboardUrl: { current: string | null } = { current: null };
  const door = createFrontDoor({
    basePath: env.basePath,
    workerUrl: env.workerUrl,
    dashboardUrl: () => dashboardUrl.current,
    trustProxy: env.trustProxy,
    tls: tls?.tls ?? null,
    development: options.mode === 'development',
  });
  const opened = await listenAt(door, env);
  if (!opened.ok) {
    locked.lock.release();
    return opened;
  }
  try {
    await options.migrate(env.databaseUrl);
    for (const line of (await options.watched?.(env)) ?? []) say(line);
  } catch (error) {
    door.closeToNew();
    door.destroy();
    locked.lock.release();
    if (error instanceof StoreError && error.kind !== 'other') return { ok: false, problems: [error.message] };
    throw error;
  }
  const url = `${tls === null ? 'http' : 'https'}://${urlHost(env.host)}:${opened.port}${env.basePath}`;
  return { ok: true, house: furnish(options, door, dashboardUrl, url, () => locked.lock.release()) };
}

async function listenAt(
  door: FrontDoor,
  { port, host }: Env,
): Promise<{ ok: true; port: number } | { ok: false; problems: string[] }> {
  try {
    return { ok: true, port: await door.listen(port, host) };
  } catch (error) {
    const code = codeOf(error);
    const why = code === 'EADDRINUSE' ? 'another program listens there' : (code ?? 'unknown error');
    return {
      ok: false,
      problems: [`PORT ${port} on ${host} cannot be opened: ${why}. Set PORT or HOST to something else.`],
    };
  }
}

function furnish(
  { env, mode, time, say, programs = programsOf(mode, env) }: HouseOptions,
  door: FrontDoor,
  dashboardUrl: { current: string | null },
  url: string,
  release: () => void,
): House {
  const shared = { time, say, env: environmentVariables() };
  const worker = supervise(programs.worker, shared);
  const dashboard = supervise(programs.dashboard, {
    ...shared,
    onMessage(message) {
      const heard = listening.safeParse(message);
      if (!heard.success) return;
      if (dashboardUrl.current === null) say(`Holdfast is open at ${url}`);
      dashboardUrl.current = `http://127.0.0.1:${heard.data.port}`;
    },
    onDown() {
      dashboardUrl.current = null;
    },
  });
  const unwatch = mode === 'development' ? watchWorkerSources(time, () => worker.restart(STOP_GRACE_MS)) : () => {};
  const unwatchTls = env.tls === null ? () => {} : watchTls(env.tls, time, (tls) => renewTls(door, tls, say));
  return {
    url,
    worker,
    dashboard,
    async stop() {
      unwatch();
      unwatchTls();
      door.closeToNew();
      await Promise.all([worker.stop(STOP_GRACE_MS), dashboard.stop(STOP_GRACE_MS)]);
      door.destroy();
      release();
    },
    kill() {
      worker.kill();
      dashboard.kill();
    },
  };
}

/** A certificate that cannot be used leaves the one in use where it is. */
function renewTls(door: FrontDoor, read: TlsResult, say: (line: string) => void): void {
  if (!read.ok) {
    say(`The old certificate stays in use: ${read.problem}`);
    return;
  }
  door.renew(read.tls);
  say(`New connections get the new certificate.${read.warning === null ? '' : ` Note: ${read.warning}`}`);
}
