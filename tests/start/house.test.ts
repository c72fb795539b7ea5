/** The house with real processes: what a crash of each one means for the others. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { inProject } from '../../server/config/project-root';
import { freePort } from '../support/free-ports';

interface Told {
  url?: string;
  worker?: number;
  dashboard?: number;
  said?: string;
  refused?: string[];
}

/** Inside the project, so that packages are found. */
const built = inProject('.holdfast', `house-test-${process.pid}`);
beforeAll(async () => {
  await build({
    entryPoints: {
      house: inProject('tests/start/fake/house.ts'),
      'child-preload': inProject('server/start/child-preload.ts'),
    },
    outdir: built,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    alias: { '#contract': inProject('server/contract/index.ts') },
  });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

let folder: string;
const running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-house-'));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A house in a process of its own. `until` waits for a line that it tells. */
async function openHouse(env: Record<string, string> = {}, command = [process.execPath, join(built, 'house.js')]) {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    env: { ...process.env, PORT: '0', WORKER_PORT: String(await freePort()), DATA_DIR: join(folder, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  const told: Told[] = [];
  const waiting = new Set<() => void>();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    told.push(line.startsWith('{') ? JSON.parse(line) : { said: line });
    for (const look of waiting) look();
  });
  const until = (wanted: (t: Told) => boolean): Promise<Told> =>
    new Promise((resolve) => {
      const look = () => {
        const found = told.find(wanted);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const drained = once(lines, 'close');
  return { child, told, until, ended, drained };
}

type House = Awaited<ReturnType<typeof openHouse>>;

async function isOpen(house: House): Promise<{ url: string; worker: number; dashboard: number }> {
  const { url = '', worker = 0, dashboard = 0 } = await house.until((t) => t.url !== undefined);
  await house.until((t) => t.said?.startsWith('Holdfast is open at') === true);
  return { url, worker, dashboard };
}

/** A socket through the front door; the worker may still be starting. */
async function liveSocket(url: string): Promise<WebSocket> {
  for (;;) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/live/`);
    const outcome = await once(socket, 'open').then(
      () => 'open',
      () => 'refused',
    );
    if (outcome === 'open') return socket;
  }
}

async function ask(socket: WebSocket, question: string): Promise<string> {
  const answer = once(socket, 'message');
  socket.send(question);
  return String((await answer)[0]);
}

async function textWhen(url: string, wanted: (status: number) => boolean): Promise<string> {
  for (;;) {
    const res = await fetch(url);
    const text = await res.text();
    if (wanted(res.status)) return text;
  }
}

/** Resolves when no process of this id is left. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the house', () => {
  it('keeps the worker’s sockets when the dashboard is killed, and starts it again', async () => {
    const house = await openHouse();
    const { url, worker, dashboard } = await isOpen(house);
    const socket = await liveSocket(url);
    expect(await textWhen(url, (status) => status === 200)).toBe(`dashboard ${dashboard}`);

    process.kill(dashboard, 'SIGKILL');
    await house.until((t) => t.said?.startsWith('The dashboard ended (SIGKILL)') === true);
    expect(await ask(socket, 'still there?')).toBe(`${worker} still there?`);
    const again = await textWhen(url, (status) => status === 200);
    expect(again).not.toBe(`dashboard ${dashboard}`);
    expect(await ask(socket, 'and now?')).toBe(`${worker} and now?`);
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it('keeps the dashboard when the worker is killed, and starts that again', async () => {
    const house = await openHouse();
    const { url, worker, dashboard } = await isOpen(house);
    const socket = await liveSocket(url);
    const closed = once(socket, 'close');
    process.kill(worker, 'SIGKILL');
    await closed;
    expect(await textWhen(url, (status) => status === 200)).toBe(`dashboard ${dashboard}`);
    const answer = await ask(await liveSocket(url), 'who?');
    expect(answer).toMatch(/^\d+ who\?$/);
    expect(answer).not.toBe(`${worker} who?`);
  });

  it('takes its children along when it is killed itself', async () => {
    const house = await openHouse();
    const { worker, dashboard } = await isOpen(house);
    house.child.kill('SIGKILL');
    await Promise.all([gone(worker), gone(dashboard)]);
  });

  it('ends in order when npm and its shell are gone, which pass no signal on', async () => {
    const shell = ['sh', '-c', `"${process.execPath}" "${join(built, 'house.js')}"; exit`];
    const house = await openHouse({ npm_lifecycle_event: 'start' }, shell);
    const { worker, dashboard } = await isOpen(house);
    house.child.kill('SIGKILL');
    await house.drained;
    expect(house.told.map((t) => t.said)).toContain('npm is gone; stopping …');
    await Promise.all([gone(worker), gone(dashboard)]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends in order on %s, with exit code 0', async (signal) => {
    const house = await openHouse();
    const { url, worker, dashboard } = await isOpen(house);
    await textWhen(`${url}/live/`, (status) => status === 200);
    house.child.kill(signal);
    expect(await house.ended).toBe(0);
    await house.drained;
    expect(house.told.map((t) => t.said)).toEqual(expect.arrayContaining(['migrated', 'Stopping …', 'worker stops']));
    await Promise.all([gone(worker), gone(dashboard)]);
    await expect(fetch(url)).rejects.toThrow();
  });
});

describe('a house that cannot be opened', () => {
  it('refuses a bad configuration before anything is written or started', async () => {
    const config = join(folder, 'holdfast.yaml');
    writeFileSync(config, 'clusters:\n  - nmae: Lab\n');
    const house = await openHouse({ HOLDFAST_CONFIG: config });
    const { refused } = await house.until((t) => t.refused !== undefined);
    expect(refused?.[0]).toMatch(/holdfast\.yaml:2: clusters\[0\]\.nmae: is not a known key; did you mean name\?$/);
    expect(await house.ended).toBe(78);
    expect(readdirSync(folder)).toEqual(['holdfast.yaml']);
  });

  it('says that another one uses the data folder', async () => {
    await isOpen(await openHouse());
    const second = await openHouse();
    const { refused } = await second.until((t) => t.refused !== undefined);
    expect(refused).toEqual([expect.stringContaining('Holdfast is already running with DATA_DIR')]);
  });

  it('says that its port is taken, and leaves the data folder free', async () => {
    const { url } = await isOpen(await openHouse());
    const second = await openHouse({ PORT: new URL(url).port, DATA_DIR: join(folder, 'other') });
    const { refused } = await second.until((t) => t.refused !== undefined);
    expect(refused).toEqual([
      expect.stringMatching(/^PORT \d+ on 127\.0\.0\.1 cannot be opened: another program listens there/),
    ]);
    expect(second.told.some((t) => t.said === 'migrated')).toBe(false);
  });

  it('says in a sentence that its database cannot live where it should', async () => {
    const house = await openHouse({ DATABASE_URL: 'file:/unsuitable/holdfast.db' });
    const { refused } = await house.until((t) => t.refused !== undefined);
    expect(refused).toEqual(['SQLite would lose data there.']);
    expect(await house.ended).toBe(78);
  });
});
