/** The version of this installation, from package.json. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { inProject } from './project-root';

/** e.g. `0.1.0`. */
export function installedVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(inProject('package.json'), 'utf8'))).version;
}
