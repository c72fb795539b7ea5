/** The real thing for browser tests: the built Holdfast watching a simulated service whose faults are switched by hand. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { childPid, type Program, startProgram } from './e2e-process';
import { administrator, fetchSignedIn, tokenOf } from './e2e-sign-in';
import { freePort } from './free-ports';
import { expectNoSecrets, secretsIn } from './planted-secrets';

export interface Stack {
  url: string;
  /** Switches a fault on. */
  fault(fault: Record<string, unknown>): Promise<void>;
  clearFaults(): Promise<void>;
  /** No fault, and every session told to come back now: what earlier tests broke has long back-offs behind it. */
  heal(): Promise<void>;
  workerPid(): number;
  dashboardPid(): number;
  /** All targets as the API tells them. */
  overview(): Promise<{ targets: { state: { key: string; session: { phase: string; since: number } } }[] }>;
  dataDir: string;
  workerPort: number;
  output(): string;
  /** By name; what a test adds is looked for as well. */
  secrets: Map<string, string>;
  /** Throws when a secret stands in what was printed or in what was written. */
  stop(): Promise<void>;
}

export interface StackOptions {
  /** false: no configuration file at all. */
  configured?: boolean;
  pingIntervalS?: number;
  /** More of the configuration, such as `notify`. */
  more?: Record<string, unknown>;
  /** Of Holdfast, besides what every test sets. */
  env?: Record<string, string>;
}

/** Open once the dashboard answers; every session has been online once when `configured`. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { configured = true, pingIntervalS = 1, more, env = {} } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
  const password = `planted-${randomBytes(9).toString('hex')}`;
  const users = ['--users', `holdfast:${password},other:other`];
  const args = ['--kind', 'xmpp', '--port-base', '0', '--latencies', latencies, ...users];
  const simulator = startProgram('simulator.js', args, {});
  const [text] = await simulator.line(/^\{.*"addresses":.*$/);
  const service: Ready = JSON.parse(text);
  const configFile = join(dataDir, 'holdfast.yaml');
  const yaml = yamlOf(service, password, pingIntervalS) + (more === undefined ? '' : stringify(more));
  writeFileSync(configFile, yaml);
  const workerPort = await freePort();
  const holdfast = startProgram('start.js', [], {
    PORT: '0',
    WORKER_PORT: String(workerPort),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ...(configured ? { HOLDFAST_CONFIG: configFile } : {}),
    ...env,
  });
  const opened = await holdfast.line(/Holdfast is open at (\S+)/);
  const url = opened[1] ?? '';
  const secrets = secretsIn(parse(yaml)).set('the administrator’s password', administrator.ADMIN_PASSWORD);
  return stackOf({ url, service, simulator, holdfast, dataDir, workerPort, secrets });
}

interface Ready {
  control: string;
  addresses: { tcp: { host: string; port: number }; websocket: string; bosh: string };
}

/** As in the demo: a latency of its own for each transport. */
const latencies = JSON.stringify({
  tcp: { baseMs: 6, jitterMs: 1 },
  websocket: { baseMs: 15, jitterMs: 2 },
  bosh: { baseMs: 27, jitterMs: 3 },
});

function yamlOf({ addresses }: Ready, password: string, pingIntervalS: number): string {
  return `clusters:
  - name: Lab
    kind: xmpp
    policy: { pingIntervalS: ${pingIntervalS}, pingTimeoutS: ${pingIntervalS}, pingRetries: 2, connectTimeoutS: 5 }
    nodes:
      - name: prosody
        domain: sim.example
        account: { username: holdfast, password: ${password} }
        transports:
          websocket: { url: "${addresses.websocket}" }
          bosh:      { url: "${addresses.bosh}" }
          tcp:       { host: ${addresses.tcp.host}, port: ${addresses.tcp.port}, security: none }
`;
}

interface Parts {
  url: string;
  service: Ready;
  simulator: Program;
  holdfast: Program;
  dataDir: string;
  workerPort: number;
  secrets: Map<string, string>;
}

function stackOf({ url, service, simulator, holdfast, dataDir, workerPort, secrets }: Parts): Stack {
  const clearFaults = () => sent(`${service.control}/faults`, { method: 'DELETE' });
  const overview: Stack['overview'] = async () => (await fetchSignedIn(`${url}/api/v1/overview`)).json();
  return {
    ...{ url, dataDir, workerPort, secrets },
    output: () => holdfast.output(),
    async fault(fault) {
      const body = JSON.stringify(fault);
      await sent(`${service.control}/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
    },
    clearFaults,
    async heal() {
      await clearFaults();
      for (const { state } of (await overview()).targets) {
        if (state.session.phase !== 'online') await command(url, 'reconnect-target', state.key);
      }
    },
    workerPid: () => childPid(holdfast.pid, 'worker.js'),
    dashboardPid: () => childPid(holdfast.pid, 'dashboard.js'),
    overview,
    async stop() {
      const token = await tokenOf(url);
      if (token !== null) secrets.set('the token of a sign-in', token);
      await holdfast.stop();
      await simulator.stop();
      expectNoSecrets({ output: holdfast.output(), dataDir, secrets });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function command(url: string, command: string, targetKey: string): Promise<void> {
  const body = JSON.stringify({ command, targetKey, idempotencyKey: randomUUID() });
  return sent(
    `${url}/api/v1/commands`,
    { method: 'POST', headers: { 'content-type': 'application/json' }, body },
    fetchSignedIn,
  );
}

async function sent(url: string, init: RequestInit, by: typeof fetchSignedIn = fetch): Promise<void> {
  const response = await by(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}
