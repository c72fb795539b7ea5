/** The two programs of the house, as built for `npm start` or from sources under `npm run dev`. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Env, variablesOf } from '../config/env';
import { projectRoot } from '../config/project-root';
import type { Program } from './supervise';

export type Mode = 'production' | 'development';

export function programsOf(mode: Mode, env: Env): { worker: Program; dashboard: Program } {
  const program = (name: string): Program => ({
    name,
    args: mode === 'production' ? builtArgs(name) : sourceArgs(name),
    cwd: projectRoot(),
    env: variablesOf(env),
    nodeEnv: mode,
  });
  return { worker: program('worker'), dashboard: program('dashboard') };
}

function builtArgs(name: string): string[] {
  const preload = pathToFileURL(join(projectRoot(), 'dist', 'child-preload.js')).href;
  return ['--enable-source-maps', '--import', preload, join(projectRoot(), 'dist', `${name}.js`)];
}

function sourceArgs(name: string): string[] {
  const preload = pathToFileURL(join(projectRoot(), 'server', 'start', 'child-preload.ts')).href;
  return ['--import', 'tsx', '--import', preload, join(projectRoot(), 'server', `${name}.ts`)];
}
