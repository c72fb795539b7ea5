/** `npm run simulator`: reads the command line, starts a pair with whatever was asked for, and tells where it is. */
import { resolve } from 'node:path';
import { createSystemTime } from '../../../time/system-time';
import type { FinesseReady } from '../../ready';
import type { Running } from '../../running';
import { playScript } from '../../script';
import { demoScript } from '../../scripts/demo';
import { caFileOf } from '../certificates/authority';
import { openFinesseControl } from '../control/api';
import { type Finesse, startFinesse } from '../pair';
import { defaultPorts, portsFrom } from '../ports';
import { openRealDesktops } from '../real-desktops';
import { createScaledTime } from '../scaled-time';
import { createScenarioRunner } from '../scenario-runner';
import { loadScenario, scenarioNames } from '../scenarios/load';
import type { Scenario } from '../scenarios/scenario';
import type { WorldSettingsInput } from '../world/settings';
import { accountsFor } from './accounts';
import { type CliOptions, readFinesseOptions } from './options';
import { summary } from './summary';
import { usage } from './usage';

const DEFAULT_CERTIFICATES = 'data/simulator';

/** @param args without `--kind` @returns null: there is nothing to stop, and the exit code says why */
export async function runFinesse(args: readonly string[], say: (line: string) => void): Promise<Running | null> {
  const read = readFinesseOptions(args);
  if (read.kind === 'help') {
    say(usage(scenarioNames()));
    return null;
  }
  if (read.kind === 'wrong') return refuse(read.problems);
  const { options } = read;
  const loaded = options.scenario === undefined ? null : loadScenario(options.scenario);
  if (loaded !== null && !loaded.ok) return refuse(loaded.problems.map((problem) => `--scenario ${problem}`));
  return start(options, loaded?.scenario ?? null, say);
}

async function start(
  options: CliOptions,
  scenario: Scenario | null,
  say: (line: string) => void,
): Promise<Running | null> {
  const time = createScaledTime(createSystemTime(), options.speed);
  const base = options['port-base'];
  const ports = base === undefined ? defaultPorts : portsFrom(base);
  const certificates = resolve(options.certificates ?? DEFAULT_CERTIFICATES);
  const finesse = await startFinesse(
    {
      world: accountsFor(worldOf(options, scenario)),
      ...{ ports, certificates, plainPorts: options['plain-ports'] },
      ...(options.latencies === undefined ? {} : { latencies: options.latencies }),
      ...(options.logs === undefined ? {} : { logs: resolve(options.logs) }),
      onProblem: (sentence) => void process.stderr.write(`${sentence}\n`),
    },
    time,
  );
  const scenarios = createScenarioRunner(finesse.world, time);
  const wrong = scenario === null ? null : scenarios.start(scenario, { loop: !options.once });
  if (wrong !== null) {
    finesse.stop();
    return refuse([`--scenario ${wrong}`]);
  }
  const control = await openFinesseControl({ finesse, scenarios, time }, ports.control);
  const desktops = openRealDesktops(finesse, time);
  const { faults } = finesse.sides.B.notification;
  const stopScript = options.script === undefined ? null : playScript(demoScript, time, (fault) => faults.add(fault));
  const ready = readyOf(finesse, { control: control.url, ca: caFileOf(certificates), scenario });
  if (!options.quiet) say(summary(ready, finesse.world, scenario));
  return {
    ready,
    stop() {
      stopScript?.();
      scenarios.stop();
      desktops.stop();
      control.close();
      finesse.stop();
    },
  };
}

/** What was asked for comes before what a scenario wants. */
function worldOf(options: CliOptions, scenario: Scenario | null): WorldSettingsInput {
  const wanted: WorldSettingsInput = { ...scenario?.settings, ...options.world };
  return options['debug-log'] ? { ...wanted, openfire: { ...wanted.openfire, debugLog: true } } : wanted;
}

function refuse(problems: readonly string[]): null {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = 2;
  return null;
}

function readyOf(
  { world, sides }: Finesse,
  { control, ca, scenario }: { control: string; ca: string; scenario: Scenario | null },
): FinesseReady {
  const side = (name: 'A' | 'B'): FinesseReady['sides']['A'] => {
    const { host, xmppDomain, rest, restHttp, restWebSocket, addresses } = sides[name];
    return { host, xmppDomain, rest, restHttp, restWebSocket, addresses };
  };
  const accounts = world.settings.accounts.map(({ username, password, role }) => ({ username, password, role }));
  return {
    type: 'finesse-ready',
    ...{ control, ca, scenario: scenario?.name ?? null, accounts, sides: { A: side('A'), B: side('B') } },
  };
}
