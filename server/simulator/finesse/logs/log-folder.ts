/** Writes the servers' logs into a folder: `A/openfire/info.log` and so on, and begins new files when they are full. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { World } from '../world/port';
import { fileStamp, type LogLine } from './log-line';
import { followLogs } from './writer';

export interface LogLimits {
  /** A file is full then. FINESSE §9.1: 100 MB for webservices. */
  fileBytes: number;
  /** So many of webservices on a side, the oldest go; of openfire the one before. FINESSE §9.1: about 4.5 GB. */
  files: number;
}

const documented: LogLimits = { fileBytes: 100_000_000, files: 45 };

interface Open {
  /** null: it cannot be written. */
  fd: number | null;
  bytes: number;
  /** Of this run, the current one last. */
  paths: string[];
}

/** @param onError e.g. the disk is full: told once per file, and nothing more is written to it. @returns what closes the files */
export function writeLogsTo(
  folder: string,
  world: World,
  onError: (problem: string) => void,
  limits: LogLimits = documented,
): () => void {
  const files = new Map<string, Open>();
  const offsetMin = world.settings.finesse.timezoneOffsetMin;

  function begin({ side, file, at }: LogLine, earlier: string[]): Open {
    const path = join(folder, side, file.replace('Desktop-webservices', `$&.${fileStamp(at, offsetMin)}`));
    const paths = [...earlier.filter((other) => other !== path), path];
    const opened: Open = { fd: null, bytes: 0, paths };
    attempt(opened, () => {
      mkdirSync(dirname(path), { recursive: true });
      opened.fd = openSync(path, 'a');
      opened.bytes = fstatSync(opened.fd).size;
    });
    return opened;
  }

  /** A file with a stamp in its name has a successor; of the others one stays behind as `….1`. */
  function next(full: Open, line: LogLine): Open {
    close(full);
    const path = full.paths.at(-1) ?? '';
    attempt(full, () => {
      if (path.endsWith(line.file)) renameSync(path, `${path}.1`);
      const tooMany = full.paths.length + 1 - limits.files;
      for (const old of full.paths.splice(0, Math.max(0, tooMany))) rmSync(old, { force: true });
    });
    return begin(line, full.paths);
  }

  function attempt(open: Open, run: () => void): void {
    try {
      run();
    } catch (error) {
      close(open);
      onError(`${open.paths.at(-1)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  // at once rather than through streams: nothing piles up in memory, however fast the day passes
  const stop = followLogs(world, (line) => {
    const key = `${line.side}/${line.file}`;
    let open = files.get(key) ?? begin(line, []);
    if (open.fd !== null && open.bytes >= limits.fileBytes) open = next(open, line);
    files.set(key, open);
    const { fd } = open;
    if (fd === null) return;
    attempt(open, () => {
      open.bytes += writeSync(fd, `${line.text}\n`);
    });
  });
  return () => {
    stop();
    for (const open of files.values()) close(open);
  };
}

function close(open: Open): void {
  if (open.fd !== null) closeSync(open.fd);
  open.fd = null;
}
