/** Decides whether something built is older than its sources: by a hash of their contents, kept in a stamp beside the output. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './paths.mjs';

const IGNORED = new Set(['node_modules', 'generated', '.DS_Store']);

/** All files below `path` (or `path` itself), in a fixed order; nothing when it does not exist. */
export function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !IGNORED.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}

/**
 * @param {string[]} paths files and folders, relative to `base`
 * @param {string[]} also further facts that the output depends on: versions, settings
 */
export function hashOf(paths, also = [], base = root) {
  const hash = createHash('sha256');
  for (const fact of also) hash.update(`fact ${fact}\0`);
  for (const file of paths.flatMap((path) => filesBelow(join(base, path)))) {
    hash
      .update(`file ${relative(base, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

export function writeStamp(file, hash) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${hash}\n`);
}
