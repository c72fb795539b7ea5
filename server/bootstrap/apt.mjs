/** Installs what only the system's package manager has: compilers, Prosody, Chromium. Debian and Ubuntu, as root; else it says what to do. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { say } from './say.mjs';
import { hasCommand } from './spawn.mjs';

const nonInteractive = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', APT_LISTCHANGES_FRONTEND: 'none' };
const LISTS = '/var/lib/apt/lists';

/**
 * @param {string[]} packages Debian names
 * @param {{ why?: string, commands?: string[] }} options why: «for …» in the messages; commands: when all of these programs are there
 *   already (from wherever), nothing is installed
 * @returns {boolean} true when everything is there; false, after a message, when a person has to act
 */
export function ensureApt(packages, { why = '', commands = [] } = {}) {
  if (commands.length > 0 && commands.every(hasCommand)) return true;
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0 && hasCommand('dpkg-query')) return true;
  const advice = howToInstall(missing, {
    why,
    hasApt: hasCommand('apt-get'),
    isRoot: process.getuid?.() === 0,
  });
  if (advice !== null) {
    say(advice);
    return false;
  }
  say(`Installing ${missing.join(', ')}${why === '' ? '' : ` ${why}`} with apt-get.`);
  if (hasLists() && aptInstall(missing).ok) return true;
  const update = apt(['update', '-q']);
  const install = aptInstall(missing);
  if (install.ok) return true;
  say(`apt-get could not install ${missing.join(' ')}:\n${(update.ok ? '' : update.tail) + install.tail}`);
  return false;
}

/** What a person has to do, or null when we can do it ourselves. */
export function howToInstall(missing, { why, hasApt, isRoot }) {
  const list = missing.join(' ');
  const reason = why === '' ? '' : ` (${why})`;
  if (!hasApt) return `Please install ${list}${reason} with this system’s package manager.`;
  if (!isRoot) return `Please run: sudo apt-get install ${list}${reason}`;
  return null;
}

function isInstalled(name) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own format
  const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { encoding: 'utf8' });
  return status === 0 && stdout === 'installed';
}

/** Package lists are deleted in small images: then `apt-get update` has to come first. */
function hasLists() {
  return existsSync(LISTS) && readdirSync(LISTS).some((name) => name.includes('_Packages') || name.endsWith('.lz4'));
}

function aptInstall(packages) {
  return apt(['install', '-y', '-q', '--no-install-recommends', ...packages]);
}

function apt(args) {
  // Two test workers may ask at the same moment: the second waits for the first one's lock.
  const { status, stdout, stderr } = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: nonInteractive,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  const tail = `${stdout ?? ''}${stderr ?? ''}`.split('\n').slice(-15).join('\n');
  return { ok: status === 0, tail };
}
