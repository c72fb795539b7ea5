/** The folder of a pair's logs: names as on a server, files that do not grow for ever, and a disk that refuses. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeLogsTo } from '../../../../server/simulator/finesse/logs/log-folder';
import { begin } from '../world/story';

let folder: string;
const problems: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-logs-'));
  problems.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Ten busy minutes. */
function write(limits?: Parameters<typeof writeLogsTo>[3]): void {
  const story = begin({ rhythm: true, callS: 20, openfire: { debugLog: true } });
  const close = writeLogsTo(folder, story.world, (problem) => problems.push(problem), limits);
  story.until(600);
  close();
}

const named = /^Desktop-webservices\.\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}\.log$/;
const listed = (of: string): string[] => readdirSync(join(folder, of)).sort();

test('each of webservices is named after its first line', () => {
  write();
  const [name = '', ...more] = listed('A/webservices');
  expect([name, more, problems]).toEqual([expect.stringMatching(named), [], []]);
  const [date, , clock] =
    /(\d{4}-\d\d-\d\d)T(\d\d-\d\d-\d\d)/
      .exec(name)
      ?.slice(1)
      .flatMap((x) => [x, ':']) ?? [];
  const [first = ''] = readFileSync(join(folder, 'A/webservices', name), 'utf8').split('\n');
  expect(first).toContain(` ${date?.slice(8)} ${date?.slice(0, 4)} ${clock?.replaceAll('-', ':')}`);
});

test('a full file has a successor, and the oldest make room', () => {
  write({ fileBytes: 4_000, files: 3 });
  expect([listed('A/webservices').length, listed('A/openfire'), problems]).toEqual([
    3,
    ['debug.log', 'debug.log.1'],
    [],
  ]);
  const sizes = listed('A/webservices').map((name) => {
    expect(name).toMatch(named);
    return readFileSync(join(folder, 'A/webservices', name)).length;
  });
  expect(sizes.slice(0, 2).every((size) => size >= 4_000 && size < 6_000)).toBe(true);
});

test('a file that cannot be written is told of once, and the others go on', () => {
  writeFileSync(join(folder, 'B'), 'in the way');
  write();
  expect(problems).toHaveLength(1);
  expect(listed('A/webservices')).toHaveLength(1);
});
