/**
 * What a session costs: CPU per ping, memory per session and CPU per login, for Holdfast on each transport, for stock @xmpp/client
 * and for a bare WebSocket, in one run against one peer in its own process. `npm run bench -- sessions`, or `npx tsx` on this file.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { WireAddress } from '../../server/transport/port';

const SESSIONS = 500;
const ROUNDS = 20;
const RUNS = 3;

interface Figures {
  cpuUsPerPing: number;
  kbPerSession: number;
  rssKbPerSession: number;
  cpuMsPerLogin: number;
  medianRttMs: number;
}

const subjects = [
  { label: 'bare WebSocket (floor)', contender: 'bare', transport: 'websocket' },
  { label: 'Holdfast, WebSocket', contender: 'holdfast', transport: 'websocket' },
  { label: 'stock @xmpp/client, WebSocket', contender: 'stock', transport: 'websocket' },
  { label: 'Holdfast, TCP', contender: 'holdfast', transport: 'tcp' },
  { label: 'Holdfast, BOSH', contender: 'holdfast', transport: 'bosh' },
] as const;

const root = fileURLToPath(new URL('../../', import.meta.url));
const bundles = join(root, 'node_modules/.cache/holdfast-bench');
const node = (args: string[]) => spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });

/** As `npm start` builds the worker: tsx keeps the names of functions, which costs 200 bytes per closure and is in no product. */
async function bundle(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['tests/bench/sessions-peer.ts', 'tests/bench/sessions-client.ts'],
    outdir: bundles,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    alias: { '#contract': join(root, 'server/contract/index.ts') },
    logLevel: 'warning',
  });
}

async function startPeer(): Promise<{ addresses: WireAddress[]; stop: () => void }> {
  const peer = node([join(bundles, 'sessions-peer.mjs')]);
  const [line] = await once(createInterface({ input: peer.stdout }), 'line');
  return { addresses: JSON.parse(String(line)), stop: () => void peer.stdin.end() };
}

async function measure(contender: string, address: WireAddress): Promise<Figures> {
  const args = ['--expose-gc', join(bundles, 'sessions-client.mjs'), contender, JSON.stringify(address)];
  const child = node([...args, String(SESSIONS), String(ROUNDS)]);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the bench of ${contender} ended with ${code}`);
  return JSON.parse(Buffer.concat(chunks).toString());
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function medians(runs: Figures[]): Figures {
  const of = (key: keyof Figures) => median(runs.map((run) => run[key]));
  return {
    cpuUsPerPing: of('cpuUsPerPing'),
    kbPerSession: of('kbPerSession'),
    rssKbPerSession: of('rssKbPerSession'),
    cpuMsPerLogin: of('cpuMsPerLogin'),
    medianRttMs: of('medianRttMs'),
  };
}

function line(label: string, f: Figures, floor: Figures): string {
  const times = (key: keyof Figures) => `(${(f[key] / floor[key]).toFixed(2)}x)`;
  const cells = [
    `${f.cpuUsPerPing.toFixed(1)} ${times('cpuUsPerPing')}`,
    `${f.kbPerSession.toFixed(1)} ${times('kbPerSession')}`,
    `${f.rssKbPerSession.toFixed(1)} ${times('rssKbPerSession')}`,
    `${f.cpuMsPerLogin.toFixed(2)} ${times('cpuMsPerLogin')}`,
  ];
  return [label.padEnd(30), ...cells.map((cell) => cell.padStart(16))].join(' ');
}

await bundle();
const { addresses, stop } = await startPeer();
const only = process.argv.slice(2).filter((arg) => !arg.startsWith('-') && arg !== 'sessions');
const results: { label: string; runs: Figures[] }[] = subjects
  .filter(({ label }) => only.length === 0 || only.some((part) => label.includes(part)))
  .map(({ label }) => ({ label, runs: [] }));
for (let run = 0; run < RUNS; run++) {
  for (const result of results) {
    const subject = subjects.find(({ label }) => label === result.label);
    const address = addresses.find(({ kind }) => kind === subject?.transport);
    if (subject !== undefined && address !== undefined) result.runs.push(await measure(subject.contender, address));
  }
}
stop();

const [floor] = results;
if (floor === undefined) throw new Error('nothing of that name to measure');
console.log('heap: live after collection, per session on top of others.');
console.log(
  "RSS: growth of the process since its first session, V8's young generation (up to 32 MB per process) included.",
);
console.log(`${SESSIONS} sessions each, SASL PLAIN, medians of ${RUNS} runs (x: times ${floor.label})`);
const heads = ['CPU us/ping', 'heap KB/session', 'RSS KB/session', 'CPU ms/login'];
console.log([' '.repeat(30), ...heads.map((head) => head.padStart(16))].join(' '));
for (const { label, runs } of results) console.log(line(label, medians(runs), medians(floor.runs)));
