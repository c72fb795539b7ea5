/** `npm run simulator`: what it takes, what it refuses, and what it says when it is up. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, fetch as fetchFrom } from 'undici';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { readFinesseOptions } from '../../../../server/simulator/finesse/cli/options';
import { numbersOf, portsFrom } from '../../../../server/simulator/finesse/ports';
import { scenarioNames } from '../../../../server/simulator/finesse/scenarios/load';
import { switchTable } from '../../../../server/simulator/finesse/switches';
import { action } from '../../../../server/simulator/finesse/world/actions';
import { finesseReady } from '../../../../server/simulator/ready';

describe('options', () => {
  const problemsOf = (line: string): readonly string[] => {
    const read = readFinesseOptions(line.split(' '));
    return read.kind === 'wrong' ? read.problems : [];
  };

  test('what was asked for, and nothing else, goes into the world', () => {
    const line =
      '--agents 500 --scenario site-proxy --profile generous --release 15.0 --deployment uccx-standby --seed -3';
    const read = readFinesseOptions([...line.split(' '), '--switch', 'websocketIdleS=60', '--switch=raceActs=false']);
    expect(read).toMatchObject({ kind: 'options', options: { scenario: 'site-proxy', once: false, speed: 1 } });
    expect(read.kind === 'options' && read.options.world).toEqual({
      ...{ agents: 500, profile: 'generous', release: '15.0', seed: -3 },
      deployment: { type: 'UCCX', standby: true },
      switches: { websocketIdleS: 60, raceActs: false },
    });
    expect(readFinesseOptions([])).toMatchObject({ kind: 'options', options: { world: {} } });
  });

  test('help comes before everything', () => {
    expect(readFinesseOptions(['--agents', '0', '--help']).kind).toBe('help');
  });

  test.each([
    ['--fun', '--fun: there is no such option; --help lists them'],
    ['hello', 'hello: options begin with two dashes'],
    ['--agents', '--agents needs a value'],
    ['--agents many', '--agents must be a number from 1 to 5000'],
    ['--agents 5001', '--agents must be at most 5000'],
    ['--agents 5 --agents 6', '--agents is given twice'],
    ['--speed 0', '--speed must be greater than 0'],
    ['--profile rosy', '--profile must be one of pessimistic, generous'],
    ['--deployment ccx', '--deployment must be one of ucce, ucce-load, uccx, uccx-standby'],
    ['--once=yes', '--once takes no value'],
    ['--latencies {', '--latencies is not JSON'],
    ['--switch luck=good', '--switch luck: there is no such switch; --help lists them'],
    ['--switch raceActs=maybe', '--switch raceActs must be one of true, false'],
  ])('%s', (line, sentence) => {
    expect(problemsOf(line)).toEqual([sentence]);
  });

  test('all that is wrong is said at once', () => {
    expect(problemsOf('--fun --agents x --switch a=b')).toHaveLength(3);
  });
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-simulator-'));
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function start(...args: string[]) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/simulator/main.ts', ...args]);
    children.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const ready = new Promise<string>((resolve, reject) => {
      child.stdout.on('data', () => said.endsWith('}\n') && resolve(said.trimEnd().split('\n').at(-1) ?? ''));
      void exit.then(() => reject(new Error(`ended: ${said}`)));
    });
    ready.catch(() => undefined);
    return { child, exit, ready, said: () => said };
  }

  test('says in words and in JSON where everything is, plays the scenario, ends on SIGTERM', async () => {
    const { child, exit, ready, said } = start(
      ...['--agents', '60', '--scenario', 'notification-restart', '--port-base', '0', '--certificates', folder],
    );
    const told = finesseReady.parse(JSON.parse(await ready));
    for (const part of [
      told.control,
      told.ca,
      told.sides.A.rest,
      told.sides.B.addresses.https ?? '',
      `curl --cacert ${told.ca} -u administrator:administrator-demo ${told.sides.A.rest}/SystemInfo`,
    ])
      expect(said()).toContain(part);
    const state = await (await fetch(`${told.control}/state`)).json();
    expect(state).toMatchObject({ scenario: { name: 'notification-restart' }, settings: { agents: 60 }, bugs: 0 });

    const monitor = told.accounts.find((account) => account.username === 'holdfast-b');
    const client = new Agent({ connect: { ca: readFileSync(told.ca) } });
    const authorization = `Basic ${Buffer.from(`${monitor?.username}:${monitor?.password}`).toString('base64')}`;
    const team = await fetchFrom(`${told.sides.B.rest}/Team/2`, { dispatcher: client, headers: { authorization } });
    expect(team.status).toBe(200);
    await client.destroy();

    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  test('--debug-log says when each session was last heard, beside what the scenario wants', async () => {
    const logs = join(folder, 'logs');
    const line = '--agents 20 --scenario laptop-asleep --speed 100 --port-base 0 --debug-log --logs';
    const { ready } = start(...line.split(' '), logs, '--certificates', folder);
    await ready;
    const debug = () => readFileSync(join(logs, 'A/openfire/debug.log'), 'utf8');
    await expect.poll(debug, { timeout: 10_000 }).toMatch(/Session \(id=\w+\) was last active \d+ ms ago: \d+@/);
  });

  test('refuses in words, with an exit code', async () => {
    const { exit, said } = start('--scenario', 'no-such-day');
    expect(await exit).toBe(2);
    expect(said()).toContain('--scenario no-such-day: no such scenario');
    expect(said()).toContain('site-proxy');
  });

  test('help names every scenario, switch and action, and no document that nobody has', async () => {
    const { exit, said } = start('--help');
    expect(await exit).toBe(0);
    for (const name of [...scenarioNames(), ...Object.keys(switchTable)]) expect(said()).toContain(name);
    for (const { shape } of action.options) expect(said()).toContain(`\n  ${shape.do.value}`);
    expect(said()).not.toContain('FINESSE');
  });

  test('a port that is taken is named, with the way out', async () => {
    const first = start('--agents', '10', '--port-base', '0', '--certificates', folder);
    const { port } = new URL(finesseReady.parse(JSON.parse(await first.ready)).sides.A.rest);
    const second = start('--agents', '10', '--port-base', port, '--certificates', folder);
    expect(await second.exit).toBe(1);
    // All ports are opened side by side, so any of those that the first one holds may be named.
    const [, named] = /port (\d+) of 127\.0\.0\.1 is taken/.exec(second.said()) ?? [];
    expect(numbersOf(portsFrom(Number(port)))).toContain(Number(named));
    expect(second.said()).toContain('--port-base N');
  });

  test('an unknown kind', async () => {
    const { exit, said } = start('--kind', 'webex');
    expect(await exit).toBe(2);
    expect(said()).toContain('--kind must be finesse or xmpp, not "webex"');
  });
});
