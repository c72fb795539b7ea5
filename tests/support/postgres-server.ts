/** A real PostgreSQL of our own on loopback, without durability, with data in a temporary folder; used by whoever needs one, started by the first. */
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureApt } from '../../server/bootstrap/apt.mjs';
import { freePort } from './free-ports';

const DEBIAN = '/usr/lib/postgresql';

/** Folder of `initdb` and `postgres`, installed when missing; null = there is none, and a message has said why. */
export function postgresPrograms(): string | null {
  return (
    debianPrograms() ?? (ensureApt(['postgresql'], { why: 'for the tests on PostgreSQL' }) ? debianPrograms() : null)
  );
}

function debianPrograms(): string | null {
  if (!existsSync(DEBIAN)) return null;
  const newest = readdirSync(DEBIAN)
    .filter((version) => existsSync(join(DEBIAN, version, 'bin', 'initdb')))
    .sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? null : join(DEBIAN, newest, 'bin');
}

/**
 * The server's URL without a database. Any number of processes may call this with the same folder: the first starts the server,
 * which outlives it, and the others wait.
 */
export async function sharedPostgres(folder: string, programs: string): Promise<string> {
  const url = join(folder, 'url');
  try {
    mkdirSync(join(folder, 'starting'));
  } catch {
    while (!existsSync(url)) await pause(50);
    return readFileSync(url, 'utf8');
  }
  const port = await freePort();
  const owner = ownerOf();
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const run = (program: string, args: string[]) =>
    execFileSync(join(programs, program), args, { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const data = join(folder, 'data');
  run('initdb', ['-D', data, '-U', 'holdfast', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']);
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off`;
  const log = join(folder, 'log');
  run('pg_ctl', ['start', '-w', '-D', data, '-l', log, '-o', `${settings} -c max_connections=200`]);
  writeFileSync(`${url}.new`, `postgresql://holdfast@127.0.0.1:${port}`);
  execFileSync('mv', [`${url}.new`, url]);
  return readFileSync(url, 'utf8');
}

export function stopPostgres(folder: string): void {
  const programs = debianPrograms();
  const data = join(folder, 'data');
  if (programs !== null && existsSync(join(data, 'postmaster.pid')))
    execFileSync(join(programs, 'pg_ctl'), ['stop', '-m', 'immediate', '-D', data], { ...ownerOf(), cwd: folder });
  rmSync(folder, { recursive: true, force: true });
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function ownerOf(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}
