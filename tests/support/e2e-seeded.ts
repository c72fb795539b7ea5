/** The built Holdfast over a made-up past: what browser tests of history look at. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from './e2e-process';
import { freePort } from './free-ports';

export interface Seeded {
  url: string;
  /** The slowest ping of all. */
  spike: { targetKey: string; at: number; rttMs: number };
  stop(): Promise<void>;
}

export async function startSeeded(args: readonly string[]): Promise<Seeded> {
  const dataDir = mkdtempSync(join(tmpdir(), 'holdfast-seeded-'));
  const seed = startProgram('seed.js', args, { DATA_DIR: dataDir, LOG_LEVEL: 'warn' });
  const [, spike = '{}'] = await seed.line(/^Slowest ping: (\{.*\})$/);
  await seed.line(/^Look at it with/);
  await seed.stop();
  const holdfast = startProgram('start.js', [], {
    ...{ PORT: '0', WORKER_PORT: String(await freePort()), DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    HOLDFAST_CONFIG: join(dataDir, 'seed.yaml'),
  });
  const [, url = ''] = await holdfast.line(/Holdfast is open at (\S+)/);
  return {
    url,
    spike: JSON.parse(spike),
    async stop() {
      await holdfast.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
