/** Runs the simulator beside the demo, in a process of its own that ends with it. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { environmentVariables } from '../config/env';
import { projectRoot } from '../config/project-root';
import { simulatorReady } from '../simulator/ready';
import { type Program, type Supervised, supervise } from '../start/supervise';
import type { Time } from '../time/time';
import { demoLatencies, demoService } from './service';

export interface SimulatorProcess {
  /** URL of its control API. */
  control: string;
  process: Supervised;
}

/** Resolves when its ports are open. */
export function startSimulatorProcess(
  portBase: number,
  time: Time,
  say: (line: string) => void,
): Promise<SimulatorProcess> {
  return new Promise((resolve) => {
    const process: Supervised = supervise(simulatorProgram(portBase), {
      time,
      say,
      env: environmentVariables(),
      onMessage(message) {
        const ready = simulatorReady.safeParse(message);
        if (ready.success) resolve({ control: ready.data.control, process });
      },
    });
  });
}

function simulatorProgram(portBase: number): Program {
  const root = projectRoot();
  const { domain, account } = demoService;
  return {
    name: 'simulator',
    cwd: root,
    env: {},
    nodeEnv: 'production',
    args: [
      ...['--enable-source-maps', '--import', pathToFileURL(join(root, 'dist', 'child-preload.js')).href],
      join(root, 'dist', 'simulator.js'),
      ...['--domain', domain, '--users', `${account.username}:${account.password}`],
      ...['--port-base', String(portBase), '--latencies', JSON.stringify(demoLatencies), '--script', 'demo'],
    ],
  };
}
