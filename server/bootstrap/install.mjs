/** Installs the npm packages of the lockfile when they are missing or other versions, then sees to the native one. */
import { existsSync, readFileSync } from 'node:fs';
import { ensureNative } from './native.mjs';
import { inRoot } from './paths.mjs';
import { Halt, say, took } from './say.mjs';
import { npm } from './spawn.mjs';

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
  const { code, output } = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  if (code !== 0) throw new Halt(`npm ci failed:\n${output.trim().split('\n').slice(-20).join('\n')}`);
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
