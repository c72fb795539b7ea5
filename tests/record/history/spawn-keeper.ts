/** Starts `keeper-child.ts` as a process of its own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('./keeper-child.ts', import.meta.url));

/** Its standard output is described there; it runs until it is killed. @param run the how-manieth one on this database */
export function spawnKeeper(databaseUrl: string, run: number) {
  return spawn(process.execPath, ['--import', 'tsx', child, databaseUrl, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
