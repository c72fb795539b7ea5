/** Where the project lies, from source files, from dist/ and from inside Next alike. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The nearest folder above this code, or above the current folder, that holds Holdfast's package.json. */
export function projectRoot(): string {
  return above(codeFolder()) ?? above(process.cwd()) ?? process.cwd();
}

/** A path inside the project, whatever the current folder is. */
export function inProject(...parts: string[]): string {
  return join(projectRoot(), ...parts);
}

function codeFolder(): string {
  return import.meta.url.startsWith('file:') ? dirname(fileURLToPath(import.meta.url)) : process.cwd();
}

function above(folder: string): string | null {
  if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'next.config.js'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : above(parent);
}
