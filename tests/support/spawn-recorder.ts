/** Starts `recorder-child.ts` as a process of its own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('./recorder-child.ts', import.meta.url));

/** Its standard output is described there; it runs until it is killed. */
export function spawnRecorder(databaseUrl: string, seed: number, about: 'targets' | 'agents' = 'targets') {
  return spawn(process.execPath, ['--import', 'tsx', child, databaseUrl, String(seed), about], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
