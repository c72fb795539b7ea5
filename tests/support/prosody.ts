/** A real Prosody of our own: started on free loopback ports with data in a temporary folder, frozen, killed and revived at will. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureApt } from '../../server/bootstrap/apt.mjs';
import type { CertificateFiles } from './certificates';
import { freePorts } from './free-ports';

export interface ProsodyPorts {
  c2s: number;
  c2sTls: number;
  http: number;
  https: number;
}

export interface Prosody {
  readonly domain: string;
  readonly ports: ProsodyPorts;
  /** `SIGSTOP`: connections stay, nothing is answered. */
  freeze(): void;
  /** `SIGCONT`. */
  thaw(): void;
  /** `SIGKILL`; settles when it is gone. */
  kill(): Promise<void>;
  /** Starts again on the same ports with the same accounts. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

export interface ProsodyWish {
  domain: string;
  certificate: CertificateFiles;
  accounts: Record<string, string>;
  /** SASL mechanisms that are not offered. */
  without?: string[];
}

export async function startProsody(wish: ProsodyWish): Promise<Prosody> {
  if (!ensureApt(['prosody'], { why: 'for the interop tests', commands: ['prosody'] })) {
    throw new Error('Prosody is not installed');
  }
  const [c2s = 0, c2sTls = 0, http = 0, https = 0] = await freePorts(4);
  const ports = { c2s, c2sTls, http, https };
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-prosody-'));
  const owner = ownerOf();
  const files = filesOf(folder, wish, ports);
  for (const [path, text] of Object.entries(files)) writeOwned(join(folder, path), text, owner);
  let daemon = await launch(folder, owner);
  return {
    domain: wish.domain,
    ports,
    freeze: () => void daemon.kill('SIGSTOP'),
    thaw: () => void daemon.kill('SIGCONT'),
    kill: () => end(daemon, 'SIGKILL'),
    async revive() {
      daemon = await launch(folder, owner);
    },
    async stop() {
      await end(daemon, 'SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Owner {
  uid: number;
  gid: number;
}

/** Prosody does not run as root: then it runs as the user that its package made. */
function ownerOf(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'prosody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function writeOwned(path: string, text: string, owner: Owner | null): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  if (owner === null) return;
  for (const made of [path, folder, dirname(folder), dirname(dirname(folder))]) {
    if (made.includes('holdfast-prosody-')) chownSync(made, owner.uid, owner.gid);
  }
  chmodSync(path, 0o600);
}

function filesOf(folder: string, wish: ProsodyWish, ports: ProsodyPorts): Record<string, string> {
  const host = `data/${wish.domain.replaceAll(/[^A-Za-z0-9]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`;
  return {
    'cert.pem': wish.certificate.cert,
    'key.pem': wish.certificate.key,
    'prosody.cfg.lua': configOf(folder, wish, ports),
    ...Object.fromEntries(
      Object.entries(wish.accounts).map(([name, password]) => [
        `${host}/accounts/${name}.dat`,
        `return { ["password"] = ${JSON.stringify(password)}; };\n`,
      ]),
    ),
  };
}

function configOf(folder: string, wish: ProsodyWish, ports: ProsodyPorts): string {
  const without = (wish.without ?? []).map((name) => `"${name}"`).join(', ');
  const ssl = `{ certificate = "${folder}/cert.pem"; key = "${folder}/key.pem"; }`;
  return `
daemonize = false
pidfile = "${folder}/prosody.pid"
data_path = "${folder}/data"
certificates = "${folder}"
interfaces = { "127.0.0.1" }
modules_enabled = { "roster", "saslauth", "tls", "disco", "ping", "bosh", "websocket" }
modules_disabled = { "s2s", "offline" }
authentication = "internal_plain"
storage = "internal"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
disable_sasl_mechanisms = { ${without} }
consider_bosh_secure = true
consider_websocket_secure = true
c2s_ports = { ${ports.c2s} }
c2s_direct_tls_ports = { ${ports.c2sTls} }
c2s_direct_tls_ssl = ${ssl}
http_ports = { ${ports.http} }
https_ports = { ${ports.https} }
https_ssl = ${ssl}
http_host = "${wish.domain}"
http_default_host = "${wish.domain}"
limits = { c2s = { rate = "10mb/s" } }
log = { { levels = { min = "info" }; to = "console" } }
VirtualHost "${wish.domain}"
  ssl = ${ssl}
`;
}

/** Settles when each of the four services says that it is listening. */
async function launch(folder: string, owner: Owner | null): Promise<ChildProcess> {
  const child = spawn('prosody', ['-F', '--config', join(folder, 'prosody.cfg.lua')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    ...(owner ?? {}),
  });
  // Also when the suite itself is cut short
  const killWithUs = () => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  const seen: string[] = [];
  const waiting = new Set(['c2s', 'c2s_direct_tls', 'http', 'https']);
  await new Promise<void>((resolve, reject) => {
    const read = (line: string) => {
      seen.push(line);
      // It would go on without the port
      if (line.includes('Failed to open server port')) child.kill('SIGKILL');
      const service = /Activated service '(\w+)'/.exec(line)?.[1];
      if (service !== undefined && waiting.delete(service) && waiting.size === 0) resolve();
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Prosody did not start:\n${seen.join('\n')}`)));
  });
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
