/** A contact centre for browser tests: the built Holdfast watching a simulated Finesse pair to which things are done by hand. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { childPid, type Program, startProgram } from './e2e-process';
import { freePort } from './free-ports';
import { expectNoSecrets } from './planted-secrets';

export interface Person {
  loginId: string;
  firstName: string;
  lastName: string;
  teamId: string;
  teamName: string;
  site: string;
}

export interface ContactCentre {
  url: string;
  people: readonly Person[];
  /** Does something to the world, e.g. `{ do: 'close', who: { loginId } }`. */
  act(action: Record<string, unknown>): Promise<void>;
  /** Everything mended, and everybody at work. */
  calm(): Promise<void>;
  workerPid(): number;
  /** What nobody may ever be shown: passwords and the internal key. */
  secrets(): string[];
  output(): string;
  stop(): Promise<void>;
}

interface Ready {
  control: string;
  ca: string;
  accounts: { username: string; password: string; role: string }[];
  sides: Record<'A' | 'B', { rest: string; restWebSocket: string | null }>;
}

export interface CentreOptions {
  agents?: number;
  profile?: 'generous' | 'pessimistic';
  /** More of the configuration, such as `notify`. */
  more?: Record<string, unknown>;
}

export const CENTRE = 'centre';

/** Open once the dashboard answers. Sixty agents in three teams at four sites, all on A, without calls of their own accord. */
export async function startContactCentre(options: CentreOptions = {}): Promise<ContactCentre> {
  const { agents = 60, profile = 'generous', more = {} } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
  const args = ['--port-base', '0', '--agents', String(agents), '--profile', profile, '--quiet'];
  const simulator = startProgram('simulator.js', [...args, '--certificates', join(dataDir, 'ca')], {});
  const [text] = await simulator.line(/^\{.*"finesse-ready".*$/);
  const ready: Ready = JSON.parse(text);
  const people: Person[] = await (await fetch(`${ready.control}/agents`)).json();
  const configFile = join(dataDir, 'holdfast.yaml');
  writeFileSync(configFile, yamlOf(ready, people, more));
  const holdfast = startProgram('start.js', [], {
    ...{ PORT: '0', WORKER_PORT: String(await freePort()), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    HOLDFAST_CONFIG: configFile,
  });
  const [, url = ''] = await holdfast.line(/Holdfast is open at (\S+)/);
  return centreOf({ url, ready, people, simulator, holdfast, dataDir });
}

interface Parts {
  url: string;
  ready: Ready;
  people: readonly Person[];
  simulator: Program;
  holdfast: Program;
  dataDir: string;
}

function centreOf({ url, ready, people, simulator, holdfast, dataDir }: Parts): ContactCentre {
  async function act(action: Record<string, unknown>): Promise<void> {
    const response = await fetch(`${ready.control}/act`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(action) },
    });
    if (!response.ok) throw new Error(`${JSON.stringify(action)}: ${await response.text()}`);
  }
  return {
    ...{ url, people, act },
    calm: () => act({ do: 'calm', spreadS: 1, home: true }),
    workerPid: () => childPid(holdfast.pid, 'worker.js'),
    secrets: () => {
      const passwords = ready.accounts.map(({ password }) => password);
      return [...passwords, readFileSync(join(dataDir, 'internal.key'), 'utf8').trim()];
    },
    output: () => holdfast.output(),
    async stop() {
      await holdfast.stop();
      await simulator.stop();
      const planted = ready.accounts.filter(({ password }) => password.length >= 12);
      const secrets = new Map(planted.map(({ username, password }) => [`the password of ${username}`, password]));
      expectNoSecrets({ output: holdfast.output(), dataDir, secrets });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function yamlOf({ accounts, ca, sides }: Ready, people: readonly Person[], more: Record<string, unknown>): string {
  const account = (name: string) => {
    const found = accounts.find(({ username }) => username === name);
    return { username: name, password: found?.password ?? '' };
  };
  const server = (side: 'A' | 'B') => ({
    ...{ host: 'localhost', port: Number(new URL(sides[side].rest).port), tls: { ca } },
    account: account(`holdfast-${side.toLowerCase()}`),
    transports: { websocket: { url: sides[side].restWebSocket ?? '' } },
  });
  const sites = [...new Set(people.map(({ site }) => site))].map((site) => ({
    site,
    logins: people.filter((person) => person.site === site).map(({ loginId }) => loginId),
  }));
  const administrator = account('administrator');
  return stringify({
    ...more,
    clusters: [
      {
        ...{ name: 'Contact centre', key: CENTRE, kind: 'finesse', load: 0, administrator, sites },
        servers: { A: server('A'), B: server('B') },
        policy: { pingIntervalS: 2, pingTimeoutS: 2, pingRetries: 2, connectTimeoutS: 5 },
      },
    ],
  });
}
