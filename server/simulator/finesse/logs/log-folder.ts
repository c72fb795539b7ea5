/** Writes the servers' logs into a folder: `A/openfire/info.log` and so on. */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import type { World } from '../world/port';
import { followLogs } from './writer';

/** @param onError e.g. the disk is full: told once per file, and nothing more is written to it. @returns what closes the files */
export function writeLogsTo(folder: string, world: World, onError: (problem: string) => void): () => void {
  const files = new Map<string, WriteStream>();
  const stop = followLogs(world, ({ side, file, text }) => {
    const path = join(folder, side, file);
    let stream = files.get(path);
    if (stream === undefined) {
      mkdirSync(dirname(path), { recursive: true });
      stream = createWriteStream(path, { flags: 'a' });
      stream.on('error', (error) => onError(`${path}: ${error.message}`));
      files.set(path, stream);
    }
    if (!stream.destroyed) stream.write(`${text}\n`);
  });
  return () => {
    stop();
    for (const stream of files.values()) stream.end();
  };
}
