/** The real worker as a child process, with a migrated database and a simulated service of its own, so that it can be killed. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Simulator } from '../../server/simulator/simulator';
import { migrate } from '../../server/store/migrate';
import { openReadStore } from '../../server/store/read-store';
import { freePort } from '../support/free-ports';
import { startSimulator, testUser } from '../support/simulator';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Database = Awaited<ReturnType<typeof openReadStore>>;

export interface Bench {
  dataDir: string;
  port: number;
  simulator: Simulator;
  /** A reading connection of our own, as the dashboard has one. */
  database: Database;
  /** As the worker makes it at its first start. */
  key(): Uint8Array;
  startWorker(): Promise<RunningWorker>;
  close(): Promise<void>;
}

export interface RunningWorker {
  kill(): Promise<void>;
  /** Asks it to end; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export interface BenchOptions {
  nodes: number;
  pingIntervalS?: number;
  pingTimeoutS?: number;
  /** `dist/worker.js` when it is there and this is true, else the sources through tsx. */
  built?: boolean;
  /** The whole holdfast.yaml, for a service that is not the simulated one. */
  yaml?: string;
  /** Written below the clusters, e.g. whom it tells. */
  alsoYaml?: string;
}

export async function openBench(options: BenchOptions): Promise<Bench> {
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-worker-'));
  const databaseUrl = `file:${join(dataDir, 'holdfast.db')}`;
  const simulator = await startSimulator();
  const config = join(dataDir, 'holdfast.yaml');
  writeFileSync(config, (options.yaml ?? configFor(simulator, options)) + (options.alsoYaml ?? ''));
  await migrate(databaseUrl);
  const database = await openReadStore(databaseUrl);
  const port = await freePort();
  const running = new Set<ChildProcess>();

  async function startWorker(): Promise<RunningWorker> {
    const child = launch(options.built ?? false, { dataDir, databaseUrl, config, port });
    running.add(child);
    child.once('exit', () => running.delete(child));
    await measuring(child);
    return {
      async kill() {
        child.kill('SIGKILL');
        if (running.has(child)) await once(child, 'exit');
      },
      async stop() {
        child.kill('SIGTERM');
        if (running.has(child)) await once(child, 'exit');
        return child.exitCode;
      },
    };
  }

  return {
    dataDir,
    port,
    simulator,
    database,
    key: () => Buffer.from(readFileSync(join(dataDir, 'internal.key'), 'utf8').trim(), 'hex'),
    startWorker,
    async close() {
      for (const child of running) child.kill('SIGKILL');
      await database.close();
      simulator.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function launch(
  built: boolean,
  at: { dataDir: string; databaseUrl: string; config: string; port: number },
): ChildProcess {
  const bundle = join(root, 'dist', 'worker.js');
  const useBundle = built && existsSync(bundle);
  // With an IPC channel the worker notices when this process is gone, and ends.
  return fork(useBundle ? bundle : join(root, 'server', 'worker.ts'), {
    cwd: root,
    execArgv: useBundle ? [] : ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      DATA_DIR: at.dataDir,
      DATABASE_URL: at.databaseUrl,
      HOLDFAST_CONFIG: at.config,
      WORKER_PORT: String(at.port),
      WORKER_HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
    },
  });
}

/** Resolves when the worker says that it measures; rejects with its last words when it ends before. */
function measuring(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-4_000);
      if (said.includes('worker is measuring')) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code, signal) => reject(new Error(`the worker ended (${code ?? signal}):\n${said}`)));
  });
}

/** Every node over all three transports. */
export function configFor(simulator: Simulator, { nodes, pingIntervalS = 1, pingTimeoutS = 10 }: BenchOptions): string {
  const { tcp, websocket, bosh } = simulator.addresses;
  const node = (i: number) => `
      - name: node-${i}
        domain: ${simulator.domain}
        account: { username: ${testUser.username}, password: ${testUser.password} }
        transports:
          tcp: { host: ${tcp.host}, port: ${tcp.port}, security: none }
          websocket: { url: '${websocket}' }
          bosh: { url: '${bosh}' }`;
  return `clusters:
  - name: Lab
    kind: xmpp
    policy: { pingIntervalS: ${pingIntervalS}, pingTimeoutS: ${pingTimeoutS} }
    nodes:${Array.from({ length: nodes }, (_, i) => node(i)).join('')}
`;
}
