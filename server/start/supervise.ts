/** Keeps one child process running: starts it, restarts it after a crash, ends it. It ends with us, because its IPC channel closes. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Cancel, Time } from '../time/time';
import { crashesInRow, restartDelayMs } from './restart-delay';

/** What to run: `node <args>`. */
export interface Program {
  name: string;
  args: readonly string[];
  cwd: string;
  /** Added to our own environment. */
  env: Readonly<Record<string, string>>;
  nodeEnv: 'production' | 'development';
}

export interface SuperviseOptions {
  time: Time;
  /** The environment of children, before the program's own. */
  env: Readonly<Record<string, string | undefined>>;
  say(line: string): void;
  /** A message of the child, not yet checked. */
  onMessage?(message: unknown): void;
  /** The child is gone; it comes back unless it was stopped. */
  onDown?(): void;
}

export interface Supervised {
  /** null between a crash and the restart. */
  pid(): number | null;
  /** SIGTERM, and SIGKILL after `graceMs`. It is not started again. */
  stop(graceMs: number): Promise<void>;
  /** SIGTERM, then a fresh start without delay: for changed sources. */
  restart(graceMs: number): void;
  /** Ends it at once. */
  kill(): void;
}

type State =
  | { is: 'running'; child: ChildProcess; startedAtMs: number; wish: 'run' | 'restart' | 'stop' }
  | { is: 'waiting'; cancel: Cancel }
  | { is: 'stopped' };

export function supervise(program: Program, options: SuperviseOptions): Supervised {
  const { time, say, onMessage, onDown } = options;
  let crashes = 0;
  let state: State = start();
  let whenStopped: (() => void)[] = [];

  function start(): State {
    const child = spawn(process.execPath, [...program.args], {
      cwd: program.cwd,
      env: { ...options.env, ...program.env, NODE_ENV: program.nodeEnv },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A process group of its own: Ctrl-C in the terminal reaches the supervisor alone, which then ends things in order.
      detached: true,
    });
    child.on('message', (message) => onMessage?.(message));
    child.once('error', () => ended(child, 'it could not be started'));
    child.once('exit', (code, signal) => ended(child, signal === null ? `exit code ${code}` : signal));
    return { is: 'running', child, startedAtMs: time.monoMs(), wish: 'run' };
  }

  function ended(child: ChildProcess, how: string): void {
    if (state.is !== 'running' || state.child !== child) return;
    const { wish, startedAtMs } = state;
    killGroup(child);
    onDown?.();
    switch (wish) {
      case 'stop':
        state = { is: 'stopped' };
        for (const resolve of whenStopped) resolve();
        whenStopped = [];
        return;
      case 'restart':
        state = start();
        return;
      case 'run': {
        crashes = crashesInRow(crashes, time.monoMs() - startedAtMs);
        const delayMs = restartDelayMs(crashes);
        say(`The ${program.name} ended (${how}); it starts again in ${delayMs} ms.`);
        state = { is: 'waiting', cancel: time.after(delayMs, () => (state = start())) };
      }
    }
  }

  function end(wish: 'restart' | 'stop', graceMs: number): void {
    if (state.is !== 'running') return;
    state = { ...state, wish };
    const { child } = state;
    child.kill('SIGTERM');
    const cancel = time.after(graceMs, () => child.kill('SIGKILL'));
    child.once('exit', cancel);
  }

  return {
    pid: () => (state.is === 'running' ? (state.child.pid ?? null) : null),
    stop(graceMs) {
      if (state.is === 'waiting') state.cancel();
      if (state.is !== 'running') {
        state = { is: 'stopped' };
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        whenStopped.push(resolve);
        end('stop', graceMs);
      });
    },
    restart: (graceMs) => end('restart', graceMs),
    kill() {
      if (state.is === 'running') state.child.kill('SIGKILL');
    },
  };
}

/** What the child itself had started and left behind. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody was left.
  }
}
