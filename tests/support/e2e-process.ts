/** A program of the built product as a child process, whose output is waited for line by line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { administrator } from './e2e-sign-in';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  pid: number;
  output(): string;
  /** The first line, past or future, that matches. Throws when the program ends without it. */
  line(pattern: RegExp): Promise<RegExpMatchArray>;
  stop(): Promise<void>;
}

/** @param file under dist/ */
export function startProgram(file: string, args: readonly string[], env: Record<string, string>): Program {
  const child = spawn(process.execPath, [`dist/${file}`, ...args], { cwd: root, env: { ...baseEnv(), ...env } });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let ended = false;
  const wake = () => {
    for (const run of waiting) run();
  };
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      wake();
    });
  }
  child.once('exit', () => {
    ended = true;
    wake();
  });
  return {
    pid: child.pid ?? 0,
    output: () => lines.join('\n'),
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = lines.map((l) => l.match(pattern)).find((m) => m !== null);
          if (match == null && !ended) return;
          waiting.delete(look);
          if (match == null) reject(new Error(`${file} ended without a line like ${pattern}:\n${lines.join('\n')}`));
          else resolve(match);
        };
        waiting.add(look);
        look();
      }),
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** Nothing of the environment that would change what is tested. */
function baseEnv(): NodeJS.ProcessEnv {
  const { PATH, HOME, TZ, LANG } = process.env;
  return { NODE_ENV: 'production', PATH, HOME, TZ, LANG, ...administrator };
}

/** The process below `parent` whose command line names `file`. Linux. */
export function childPid(parent: number, file: string): number {
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parentOf = Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))?.[1]);
      if (parentOf === parent && readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(file)) return Number(entry);
    } catch {
      // ended while we looked
    }
  }
  throw new Error(`no ${file} below process ${parent}`);
}
