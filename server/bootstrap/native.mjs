/** Makes better-sqlite3 load: its prebuilt binary where one can be downloaded, else compiled here, with the headers of this very Node. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureApt } from './apt.mjs';
import { root } from './paths.mjs';
import { Halt, say, took } from './say.mjs';
import { hasCommand, npm, succeeds } from './spawn.mjs';

const LOADS = "const D = require('better-sqlite3'); new D(':memory:').prepare('select 1').get();";
const TOOLS = { packages: ['build-essential', 'python3'], commands: ['make', 'g++', 'python3'] };

/**
 * @param {{ folder?: string }} options folder: whose node_modules is meant
 * Throws `Halt` with what a person can do when it cannot be made to load.
 */
export async function ensureNative({ folder = root } = {}) {
  if (loads(folder)) return;
  const env = buildEnvironment(process.env, nodedirOf(process.execPath, process.versions.node));
  say('better-sqlite3 has no binary for this Node yet: fetching or compiling it (about a minute) …');
  const startedAt = performance.now();
  let last = await rebuild(folder, env);
  if (!loads(folder) && !TOOLS.commands.every(hasCommand)) {
    const ready = ensureApt(TOOLS.packages, { why: 'to compile better-sqlite3', commands: TOOLS.commands });
    if (!ready)
      throw new Halt(
        'better-sqlite3 has no prebuilt binary here and cannot be compiled without make, g++ and python3.',
      );
    last = await rebuild(folder, env);
  }
  if (!loads(folder)) throw new Halt(advice(last, env));
  say(`better-sqlite3 is ready (${took(startedAt)}).`);
}

/** Tried in a process of its own: a binary made for another Node can also crash. */
function loads(folder) {
  return succeeds(process.execPath, ['-e', LOADS], { cwd: folder });
}

function rebuild(folder, env) {
  return npm(['rebuild', 'better-sqlite3', '--foreground-scripts'], { cwd: folder, env });
}

/**
 * The prefix under which this Node's own C++ headers lie (`<prefix>/include/node`), or null. Headers of another version are not taken.
 * @param {string} execPath @param {string} version as `process.versions.node`
 */
export function nodedirOf(execPath, version, read = readOrNull) {
  const prefix = dirname(dirname(execPath));
  const header = read(join(prefix, 'include', 'node', 'node_version.h'));
  if (header === null) return null;
  const part = (name) => new RegExp(`#define NODE_${name}_VERSION (\\d+)`).exec(header)?.[1];
  return `${part('MAJOR')}.${part('MINOR')}.${part('PATCH')}` === version ? prefix : null;
}

/** What npm and node-gyp are told; a setting that the user made stays. */
export function buildEnvironment(env, nodedir) {
  const extra = { JOBS: env.JOBS ?? 'max' };
  if (nodedir !== null && env.npm_config_nodedir === undefined) extra.npm_config_nodedir = nodedir;
  return extra;
}

function advice({ output }, env) {
  const headers =
    env.npm_config_nodedir === undefined
      ? '\nThe headers of this Node were not found beside it; set npm_config_nodedir to the folder that holds include/node.'
      : '';
  return `better-sqlite3 could not be built:\n${output.trim().split('\n').slice(-25).join('\n')}${headers}`;
}

function readOrNull(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}
