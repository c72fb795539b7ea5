/** Finds the project's folder from wherever this code runs: sources, tests or the compiled output in dist/. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ours = z.object({ name: z.literal('holdfast') });

/** Absolute path of the nearest folder above this file whose package.json is Holdfast's; throws when there is none. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && ours.safeParse(JSON.parse(readFileSync(manifest, 'utf8'))).success) return folder;
    const above = dirname(folder);
    if (above === folder) throw new Error('Holdfast runs outside its own folder: no package.json found above the code');
    folder = above;
  }
}
