/** The simulator's control API and command line, from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ControlApi, openControlApi } from '../../server/simulator/control-api';
import { simulatorReady } from '../../server/simulator/ready';
import { startSimulator, type TestSimulator, testUser } from '../support/simulator';
import { signIn } from '../support/simulator-client';

describe('the control API', () => {
  let simulator: TestSimulator;
  let api: ControlApi;
  beforeEach(async () => {
    simulator = await startSimulator();
    api = await openControlApi(simulator, 0);
  });
  afterEach(() => {
    api.close();
    simulator.stop();
  });

  const post = (body: string, type = 'application/json'): Promise<Response> =>
    fetch(`${api.url}/faults`, { method: 'POST', body, headers: { 'Content-Type': type } });

  test('tells the state, switches faults on and off', async () => {
    await signIn(simulator, testUser, 'desk');
    const added = await post(JSON.stringify({ kind: 'delay', transport: 'tcp', delayMs: 1, forMs: 60_000 }));
    expect(added.status).toBe(201);
    const { id } = await added.json();
    await post(JSON.stringify({ kind: 'freeze-pings', transport: 'bosh' }));
    const state = await (await fetch(`${api.url}/state`)).json();
    expect(state).toMatchObject({
      domain: 'sim.example',
      sessions: [{ jid: 'holdfast@sim.example/desk', transport: 'tcp', secure: false, priority: 0 }],
      faults: [{ id, fault: { kind: 'delay', delayMs: 1, jitterMs: 0 } }, { fault: { kind: 'freeze-pings' } }],
    });
    const cleared = await fetch(`${api.url}/faults?transport=bosh`, { method: 'DELETE' });
    expect(await cleared.json()).toEqual({ cleared: 1 });
    expect(simulator.faults.active()).toMatchObject([{ id }]);
    await fetch(`${api.url}/faults`, { method: 'DELETE' });
    expect(simulator.faults.active()).toEqual([]);
  });

  test('a fault that happens once has no id', async () => {
    expect(await (await post('{"kind":"terminate"}')).json()).toEqual({ id: null });
  });

  test.each([
    ['not JSON', 'nonsense', 'application/json', 400],
    ['an unknown fault', '{"kind":"fire"}', 'application/json', 400],
    ['a share over 1', '{"kind":"drop","share":2}', 'application/json', 400],
    ['a key too many', '{"kind":"refuse","fro":"tcp"}', 'application/json', 400],
    ['a form', '{"kind":"refuse"}', 'text/plain', 415],
    ['too much', `"${'x'.repeat(70_000)}"`, 'application/json', 413],
  ])('%s is refused and changes nothing', async (_what, body, type, status) => {
    const response = await post(body, type);
    expect(response.status).toBe(status);
    expect(simulator.faults.active()).toEqual([]);
  });

  test('says what is wrong, and where', async () => {
    expect(await (await post('{"kind":"drop","share":2}')).json()).toMatchObject({
      error: 'invalid',
      issues: [{ path: 'share' }],
    });
  });

  test('other paths and methods are told so', async () => {
    expect((await fetch(`${api.url}/else`)).status).toBe(404);
    expect((await fetch(`${api.url}/state`, { method: 'DELETE' })).status).toBe(405);
  });
});

describe('the command', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  function start(args: string[], ipc: boolean): ChildProcess {
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/simulator/main.ts', '--kind', 'xmpp', ...args], {
      stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
    });
    children.push(child);
    return child;
  }
  const exit = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve));

  test('prints where everything is, and ends on SIGTERM', async () => {
    const child = start(['--port-base', '0', '--domain', 'my.example', '--script', 'demo'], false);
    const line = await new Promise<string>((resolve) => child.stdout?.once('data', (text) => resolve(String(text))));
    const ready = simulatorReady.parse(JSON.parse(line));
    expect(ready.domain).toBe('my.example');
    expect(await (await fetch(`${ready.control}/state`)).json()).toMatchObject({ domain: 'my.example', bugs: 0 });
    child.kill('SIGTERM');
    expect(await exit(child)).toBe(0);
  });

  test('tells its parent, and ends with it', async () => {
    const child = start(['--port-base', '0'], true);
    const message = await new Promise((resolve) => child.once('message', resolve));
    expect(simulatorReady.safeParse(message).success).toBe(true);
    child.disconnect();
    expect(await exit(child)).toBe(0);
  });

  test('refuses options that make no sense', async () => {
    const child = start(['--users', 'nobody'], false);
    let said = '';
    child.stderr?.on('data', (text) => {
      said += text;
    });
    expect(await exit(child)).toBe(2);
    expect(said).toContain('--users must look like name:password');
  });
});
