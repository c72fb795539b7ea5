/** Measures one contender in a process of its own (needs --expose-gc) and prints its figures as JSON. */
import { setTimeout as sleep } from 'node:timers/promises';
import { bare, type Contender, holdfast, type LogIn, stock } from './contenders';

const contenders: Record<string, LogIn> = { holdfast, stock, bare };
const [name = '', address = '', count = '500', rounds = '20'] = process.argv.slice(2);
const logIn = contenders[name] ?? (() => Promise.reject(new Error(`no contender ${name}`)));
const where = JSON.parse(address);

const CONCURRENT = 20;
const WARM_UP = 150;

async function logInAll(howMany: number): Promise<Contender[]> {
  const all: Contender[] = [];
  let begun = 0;
  const one = async () => {
    while (begun < howMany) all.push(await logIn(where, `user${begun++}`));
  };
  await Promise.all(Array.from({ length: CONCURRENT }, one));
  return all;
}

async function cpuUs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const used = process.cpuUsage(before);
  return used.user + used.system;
}

/** Bytes in use once everything that can be collected is: heap plus what hangs on it outside, and the process's resident set. */
async function memory(): Promise<{ bytes: number; rss: number }> {
  for (let i = 0; i < 3; i++) {
    await sleep(100);
    globalThis.gc?.();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { bytes: heapUsed + external, rss };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

await logInAll(1);
const fresh = await memory();
// Kept until the end: what ends frees memory at moments of its own, and would be counted as a gain.
const warm = await logInAll(WARM_UP);
for (let i = 0; i < 20; i++) await Promise.all(warm.map((session) => session.ping()));

const sessions = Number(count);
const before = await memory();
let held: Contender[] = [];
const loginUs = await cpuUs(async () => {
  held = await logInAll(sessions);
});
const after = await memory();
const perRound: number[] = [];
const rtts: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const us = await cpuUs(async () => rtts.push(...(await Promise.all(held.map((session) => session.ping())))));
  perRound.push(us / sessions);
}
const full = await memory();
process.stdout.write(
  JSON.stringify({
    cpuUsPerPing: median(perRound),
    kbPerSession: (after.bytes - before.bytes) / 1024 / sessions,
    rssKbPerSession: (full.rss - fresh.rss) / 1024 / (WARM_UP + sessions),
    cpuMsPerLogin: loginUs / 1000 / sessions,
    medianRttMs: median(rtts),
  }),
);
process.exit(0);
