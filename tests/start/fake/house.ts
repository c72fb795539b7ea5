/** Opens a house with stand-ins for worker and dashboard, as start.ts does with the real ones; prints what happens, one JSON line each. */
import { readEnv, variablesOf } from '../../../server/config/env';
import { inProject } from '../../../server/config/project-root';
import { openHouse } from '../../../server/start/house';
import type { Program } from '../../../server/start/supervise';
import { untilSignal } from '../../../server/start/until-signal';
import { StoreError } from '../../../server/store/store-error';
import { createSystemTime } from '../../../server/time/system-time';

const env = readEnv();
const tell = (fact: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(fact)}\n`);
const say = (line: string) => tell({ said: line });
// Built beside this file by the test.
const preload = new URL('./child-preload.js', import.meta.url).href;

function standIn(name: string): Program {
  const file = inProject(`tests/start/fake/${name}.mjs`);
  return { name, args: ['--import', preload, file], cwd: inProject(), env: variablesOf(env), nodeEnv: 'production' };
}

const time = createSystemTime();
const programs = { worker: standIn('worker'), dashboard: standIn('dashboard') };
async function migrate(databaseUrl: string): Promise<void> {
  if (databaseUrl.includes('unsuitable')) throw new StoreError('unsuitable', 'SQLite would lose data there.');
  say('migrated');
}
const opened = await openHouse({ env, mode: 'production', time, say, programs, migrate });
if (!opened.ok) {
  tell({ refused: opened.problems });
  process.exit(78);
}
const { house } = opened;
tell({ url: house.url, worker: house.worker.pid(), dashboard: house.dashboard.pid() });
await untilSignal(house, time, say);
process.exit(0);
