/** Runs other programs and waits for them; Ctrl-C goes to the program, which decides. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './paths.mjs';

/** Our own node_modules/.bin first, so that `tsx`, `next`, … are the project's. */
export function pathWithBin(env = process.env) {
  return [join(root, 'node_modules', '.bin'), env.PATH ?? ''].join(delimiter);
}

/**
 * Runs `command` and shows its output.
 * @returns {Promise<number>} its exit code; 128 + n when a signal ended it
 */
export function run(command, args, { env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: 'inherit', env: environment(env) });
    settle(child, resolve);
  });
}

/**
 * As `run`, and also returns what was printed.
 * @param {{ show?: boolean, env?: Record<string, string>, cwd?: string }} options show: pass the output on as it comes
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(command, args, { show = false, env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: environment(env) });
    let output = '';
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.setEncoding('utf8');
      from.on('data', (text) => {
        output += text;
        if (show) to.write(text);
      });
    }
    settle(child, (code) => resolve({ code, output }));
  });
}

/** Runs npm, the one that started us when there is one. */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli) && existsSync(cli))
    return capture(process.execPath, [cli, ...args], options);
  return capture(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}

/** Is this program on the PATH? */
export function hasCommand(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .concat('/usr/sbin', '/sbin')
    .some((folder) => folder !== '' && existsSync(join(folder, name)));
}

/** Short-lived and silent: true when it exits with 0. */
export function succeeds(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: 'ignore', ...options }).status === 0;
}

function environment(extra) {
  return { ...process.env, PATH: pathWithBin(), ...extra };
}

function settle(child, resolve) {
  // A terminal sends Ctrl-C to the child as well; we only wait for its end. A plain `kill` reaches us alone and is passed on.
  const ignore = () => {};
  const forward = () => child.kill('SIGTERM');
  process.on('SIGINT', ignore);
  process.on('SIGTERM', forward);
  const done = (code) => {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', forward);
    resolve(code);
  };
  child.on('error', (error) => {
    process.stderr.write(`holdfast: ${child.spawnfile} does not start: ${error.message}\n`);
    done(127);
  });
  child.on('close', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
