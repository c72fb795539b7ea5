/**
 * `npm run bench -- simulator [SECONDS]`: what a simulated Finesse pair costs at 2,000 desktops, 50 of them real sessions with both ends
 * in its process: CPU and memory of `dist/simulator.js` as the system counts them, while it is quiet and while everybody moves at once.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { finesseReady } from '../../server/simulator/ready';

const SECONDS = Number(process.argv[2] ?? 60);
/** USER_HZ, proc(5): hundredths of a second on every Linux that we know. */
const TICK_MS = 10;
/** First calls, first garbage collection, code that is not compiled yet. */
const WARM_UP_S = 10;

interface Subject {
  name: string;
  args: readonly string[];
  seconds: number;
}

const subjects: readonly Subject[] = [
  { name: '2,000 desktops, an ordinary day', args: ['--agents', '2180'], seconds: SECONDS },
  {
    name: '2,000 desktops, A restarts and all move to B',
    args: ['--agents', '2180', '--scenario', 'notification-restart'],
    seconds: Math.max(SECONDS, 120),
  },
  { name: '5,000 agents, an ordinary day', args: ['--agents', '5000'], seconds: SECONDS },
];

interface Load {
  cpuMs: number;
  rssMb: number;
}

interface Row {
  desktops: number;
  'real ones': number;
  'CPU, mean % of a core': number;
  'CPU, busiest second': number;
  'memory, MB': number;
  'state changes a second': number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** proc(5): fields 14 and 15 of stat, after the name in brackets; VmRSS of status in kB. */
function loadOf(pid: number): Load {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const rssKb = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, rssMb: rssKb / 1024 };
}

interface Truth {
  connected: { A: number; B: number };
  causes: Record<string, number>;
}

async function measure({ args, seconds }: Subject, folder: string): Promise<Row> {
  const program = fileURLToPath(new URL('../../dist/simulator.js', import.meta.url));
  const more = ['--real-desktops', '50', '--port-base', '0', '--certificates', folder, '--quiet'];
  const child = spawn(process.execPath, [program, ...args, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = child.pid ?? 0;
  try {
    const line = await new Promise<string>((resolve) =>
      createInterface({ input: child.stdout }).on('line', (text) => text.startsWith('{') && resolve(text)),
    );
    const { control } = finesseReady.parse(JSON.parse(line));
    const ask = async (path: string) => (await fetch(control + path)).json();
    await pause(WARM_UP_S * 1000);
    const before: Truth = await ask('/truth');
    const state = await ask('/state');
    const perSecond: number[] = [];
    let [rssMb, from] = [0, performance.now()];
    let last = loadOf(pid);
    for (let s = 0; s < seconds; s++) {
      await pause(1000);
      const [now, at] = [loadOf(pid), performance.now()];
      perSecond.push((100 * (now.cpuMs - last.cpuMs)) / (at - from));
      rssMb = Math.max(rssMb, now.rssMb);
      [last, from] = [now, at];
    }
    const after: Truth = await ask('/truth');
    const changes = (truth: Truth) => Object.values(truth.causes).reduce((sum, n) => sum + n, 0);
    const round = (value: number) => Math.round(value * 10) / 10;
    return {
      desktops: before.connected.A + before.connected.B,
      'real ones': state.sides.A.sessions.real.length + state.sides.B.sessions.real.length,
      'CPU, mean % of a core': round(perSecond.reduce((sum, n) => sum + n, 0) / perSecond.length),
      'CPU, busiest second': round(Math.max(...perSecond)),
      'memory, MB': Math.round(rssMb),
      'state changes a second': round((changes(after) - changes(before)) / seconds),
    };
  } finally {
    child.kill('SIGTERM');
  }
}

const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-simulator-'));
const rows: Record<string, Row> = {};
for (const subject of subjects) rows[subject.name] = await measure(subject, folder);
rmSync(folder, { recursive: true, force: true });
console.table(rows);
const worst = Math.max(...Object.values(rows).map((row) => row['CPU, busiest second']));
console.log(worst < 100 ? `under one core throughout: ${worst} % at most` : `MORE THAN ONE CORE: ${worst} %`);
process.exit(worst < 100 ? 0 : 1);
