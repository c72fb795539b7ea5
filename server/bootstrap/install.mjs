/** Installs the npm packages of the lockfile when they are missing or other versions, then sees to the native one. */
import { existsSync, readFileSync } from 'node:fs';
import { ensureNative } from './native.mjs';
import { inRoot } from './paths.mjs';
import { Halt, say, took } from './say.mjs';
import { npm } from './spawn.mjs';

const FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund'];

/** Makes `node_modules` agree with package-lock.json. npm's own record of what it installed is the stamp. */
export async function ensureInstalled() {
  const reason = whyInstall(
    readJson(inRoot('package-lock.json')),
    readJson(inRoot('node_modules', '.package-lock.json')),
  );
  if (reason !== null) await install(reason);
  await ensureNative();
}

/**
 * @param {{ packages?: Record<string, any> } | null} wanted package-lock.json
 * @param {{ packages?: Record<string, any> } | null} installed node_modules/.package-lock.json; npm writes it last, so it is missing
 *   after an interrupted install
 * @returns {string | null} why an install is needed, or null
 */
export function whyInstall(wanted, installed) {
  if (installed === null) return 'node_modules is missing';
  for (const [path, entry] of Object.entries(wanted?.packages ?? {})) {
    if (path === '' || entry.link === true) continue;
    const have = installed.packages?.[path];
    if (have === undefined && (entry.optional === true || entry.peer === true)) continue;
    if (have?.version !== entry.version)
      return `${path.replace(/^.*node_modules\//, '')} is not at version ${entry.version}`;
  }
  return null;
}

async function install(reason) {
  say(`Installing packages (${reason}) …`);
  const startedAt = performance.now();
  // Without install scripts nothing is compiled or downloaded behind our back; native.mjs builds the one package that needs it.
  let { code, output } = await npm(['ci', ...FLAGS]);
  if (code !== 0 && output.includes('EUSAGE')) {
    // A lockfile written where a registry lacks some platforms' packages does not list them; npm ci refuses it, npm install does not.
    say('npm ci refuses the lockfile; installing its versions with npm install …');
    ({ code, output } = await npm(['install', '--no-save', ...FLAGS]));
  }
  if (code !== 0)
    throw new Halt(`The packages cannot be installed:\n${output.trim().split('\n').slice(-20).join('\n')}`);
  say(`Packages installed in ${took(startedAt)}.`);
}

function readJson(file) {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
