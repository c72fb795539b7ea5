/** Builds what `npm start` runs: the server into dist/ with esbuild, the dashboard with Next into .next/, or .next-below/ for a sub-path. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, root } from './paths.mjs';
import { Halt, say, took } from './say.mjs';
import { capture } from './spawn.mjs';
import { hashOf, readStamp, writeStamp } from './stale.mjs';

/** Programs of their own; those that exist are built. `dist/<name>.js`. */
export const entries = {
  start: 'server/start.ts',
  worker: 'server/worker.ts',
  dashboard: 'server/dashboard.ts',
  'child-preload': 'server/start/child-preload.ts',
  demo: 'server/demo.ts',
  simulator: 'server/simulator/main.ts',
  seed: 'server/seed.ts',
  healthcheck: 'server/healthcheck.ts',
  // Where there are no sources and no tsx: in a container.
  backup: 'server/store/backup-command.ts',
  'migrate-data': 'server/store/move-command.ts',
  forget: 'server/store/privacy/forget-command.ts',
  'let-in': 'server/store/people/let-in-command.ts',
  'rotate-secrets-key': 'server/store/settings/rotate-command.ts',
};

const serverSources = ['server', 'prisma', 'package-lock.json', 'package.json', 'tsconfig.json'];
export const webSources = [
  'app',
  'components',
  'postcss.config.mjs',
  'postcss.config.cjs',
  'next.config.js',
  'instrumentation-client.ts',
  'public',
  ...serverSources,
];

/** Only what is out of date; a second start finds nothing to do. */
export async function ensureBuilt({ web = true } = {}) {
  await ensureServerBuilt();
  if (web) await ensureWebBuilt();
}

export async function ensureServerBuilt() {
  const stamp = inRoot('dist', '.stamp');
  const hash = hashOf(serverSources, [process.versions.node]);
  if (readStamp(stamp) === hash) return;
  say('Building the server …');
  const startedAt = performance.now();
  const { build, stop } = await import('esbuild');
  rmSync(inRoot('dist'), { recursive: true, force: true });
  const present = Object.entries(entries).filter(([, file]) => existsSync(inRoot(file)));
  try {
    await build({
      absWorkingDir: root,
      entryPoints: Object.fromEntries(present),
      outdir: 'dist',
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      alias: { '#contract': inRoot('server/contract/index.ts') },
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'warning',
      legalComments: 'none',
    });
  } catch {
    throw new Halt('The server does not build; the messages are above.');
  } finally {
    // Its helper process would stay with us for as long as Holdfast runs.
    await stop();
  }
  writeStamp(stamp, hash);
  say(`Server built in ${took(startedAt)}.`);
}

export async function ensureWebBuilt() {
  if (!existsSync(inRoot('app'))) return;
  const basePath = process.env.BASE_PATH ?? '';
  const output = inRoot(basePath === '' ? '.next' : '.next-below');
  const stamp = join(output, '.holdfast-stamp');
  const hash = hashOf(webSources, [process.versions.node, basePath]);
  if (readStamp(stamp) === hash && existsSync(join(output, 'BUILD_ID'))) return;
  say('Building the dashboard …');
  const startedAt = performance.now();
  rmSync(stamp, { force: true });
  const built = await capture('next', ['build'], { env: { NODE_ENV: 'production' } });
  if (built.code !== 0) throw new Halt(`The dashboard does not build:\n${built.output}`);
  writeStamp(stamp, hash);
  say(`Dashboard built in ${took(startedAt)}.`);
}
