/** `npm run bench -- history-kill`: a real `kill -9` before every statement of packing, of a late sample and of pruning, and what was left. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { DAY_MS } from '../../server/domain/history/rollup';
import { migrate } from '../../server/store/migrate';
import { openStore } from '../../server/store/open';
import { createVirtualTime } from '../../server/time/virtual-time';
import { expected, HOUR, keeperOf, keys, readAll, record, T } from '../record/history/kill-story';

const child = fileURLToPath(new URL('../record/history/dying-child.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'holdfast-kill-'));
const base = join(folder, 'base.sqlite');
const problems: string[] = [];

function copyTo(name: string, of = base): string {
  const file = join(folder, `${name}.sqlite`);
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(file + suffix, { force: true });
    if (existsSync(of + suffix)) copyFileSync(of + suffix, file + suffix);
  }
  return file;
}

/** Runs the child on a copy; true = it was killed. */
function killAt(file: string, n: number, what: 'pack' | 'prune'): boolean {
  const { status, signal } = spawnSync(process.execPath, ['--import', 'tsx', child, `file:${file}`, String(n), what], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (signal === null && status !== 0) problems.push(`${what}, statement ${n}: the process ended with ${status}`);
  return signal === 'SIGKILL';
}

await migrate(`file:${base}`);
const time = createVirtualTime(T);
const store = await openStore(`file:${base}`);
const { recorder } = await record(store, time);
await recorder.stop();
await store.close();
const before = (await readAll(`file:${base}`)).samples;

let kills = 0;
for (let n = 1; ; n++) {
  const file = copyTo('pack');
  const killed = killAt(file, n, 'pack');
  const told = await readAll(`file:${file}`);
  const [mine = [], other = []] = told.samples;
  const committed = mine.filter((s) => s.at !== T + 61_500);
  if (!isDeepStrictEqual([committed, other], before))
    problems.push(`pack, statement ${n}: samples were lost or doubled`);
  if (!isDeepStrictEqual(told, expected(told.samples)))
    problems.push(`pack, statement ${n}: rollups differ from samples`);
  if (!killed) break;
  kills += 1;
}
process.stdout.write(`packing, a late sample, packing that: killed before each of ${kills} statements\n`);

const packed = copyTo('packed');
const again = await openStore(`file:${packed}`);
time.stall(8 * HOUR);
await keeperOf(again, time).catchUp();
await again.close();
const truth = (await readAll(`file:${packed}`)).summaries;
kills = 0;
for (let n = 1; ; n++) {
  const file = copyTo('prune', packed);
  const killed = killAt(file, n, 'prune');
  const left = await openStore(`file:${file}`);
  for (const [i, key] of keys.entries()) {
    const whole = await left.summariesOf(key, [{ from: T - DAY_MS, to: T + DAY_MS }]);
    if (!isDeepStrictEqual(whole?.[0], truth[i]?.[1]))
      problems.push(`prune, statement ${n}: ${key} lost more than it should`);
  }
  await left.close();
  if (!killed) break;
  kills += 1;
}
process.stdout.write(`pruning: killed before each of ${kills} statements\n`);
rmSync(folder, { recursive: true, force: true });
process.stdout.write(
  problems.length === 0 ? 'nothing was lost, nothing was counted twice\n' : `BROKEN:\n${problems.join('\n')}\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
