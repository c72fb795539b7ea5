/** Runs the simulator beside the demo, in a process of its own that ends with it. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { environmentVariables } from '../config/env';
import { projectRoot } from '../config/project-root';
import { finesseReady } from '../simulator/ready';
import { type Program, type Supervised, supervise } from '../start/supervise';
import type { Time } from '../time/time';
import { certificatesOf, demoLatencies } from './service';

export interface SimulatorProcess {
  /** URL of its control API. */
  control: string;
  process: Supervised;
}

export interface SimulatorWish {
  portBase: number;
  dataDir: string;
  time: Time;
  say(line: string): void;
}

/** Resolves when its ports are open. */
export function startSimulatorProcess({ portBase, dataDir, time, say }: SimulatorWish): Promise<SimulatorProcess> {
  return new Promise((resolve) => {
    const process: Supervised = supervise(simulatorProgram(portBase, dataDir), {
      time,
      say,
      env: environmentVariables(),
      onMessage(message) {
        const ready = finesseReady.safeParse(message);
        if (ready.success) resolve({ control: ready.data.control, process });
      },
    });
  });
}

function simulatorProgram(portBase: number, dataDir: string): Program {
  const root = projectRoot();
  return {
    name: 'simulator',
    cwd: root,
    env: {},
    nodeEnv: 'production',
    args: [
      ...['--enable-source-maps', '--import', pathToFileURL(join(root, 'dist', 'child-preload.js')).href],
      join(root, 'dist', 'simulator.js'),
      ...['--scenario', 'demo', '--script', 'demo', '--port-base', String(portBase), '--quiet'],
      ...['--certificates', certificatesOf(dataDir), '--latencies', JSON.stringify(demoLatencies)],
    ],
  };
}
