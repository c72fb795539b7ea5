/**
 * better-sqlite3 is really compiled: no prebuilt binary to be had, no headers to download, npm without `nodedir`. It takes about a minute,
 * so a success is remembered for this Node, this version and this bootstrap.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodedirOf } from '../../server/bootstrap/native.mjs';
import { hashOf, readStamp, writeStamp } from '../../server/bootstrap/stale.mjs';
import { inProject } from '../../server/config/project-root';

const stamp = inProject('.holdfast', 'native-build-proof');
const proof = hashOf(
  ['node_modules/better-sqlite3/package.json', 'server/bootstrap/native.mjs', 'server/bootstrap/spawn.mjs'],
  [process.versions.node, process.execPath],
);
const proven = readStamp(stamp) === proof && process.env.HOLDFAST_TEST_ALL !== '1';
/** Without headers beside Node there is nothing to compile with, and the bootstrap can only say so. */
const possible = nodedirOf(process.execPath, process.versions.node) !== null;

const NOWHERE = 'http://127.0.0.1:9';

describe.skipIf(proven || !possible)('better-sqlite3', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'holdfast-native-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it('builds where nothing can be downloaded and npm knows no nodedir', { timeout: 480_000 }, () => {
    mkdirSync(join(scratch, 'node_modules'));
    for (const name of ['better-sqlite3', 'bindings', 'file-uri-to-path']) {
      cpSync(inProject('node_modules', name), join(scratch, 'node_modules', name), {
        recursive: true,
        filter: (path) => !path.endsWith(join('better-sqlite3', 'build')),
      });
    }
    writeFileSync(
      join(scratch, 'package.json'),
      JSON.stringify({ private: true, allowScripts: { 'better-sqlite3': true } }),
    );
    for (const name of ['user-npmrc', 'global-npmrc']) writeFileSync(join(scratch, name), '');
    const program = `import { ensureNative } from ${JSON.stringify(inProject('server/bootstrap/native.mjs'))};
      await ensureNative({ folder: ${JSON.stringify(scratch)} });`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: scratch,
      encoding: 'utf8',
      env: environment(scratch),
    });
    expect(stderr).toContain('better-sqlite3 is ready');
    expect(status).toBe(0);
    writeStamp(stamp, proof);
  });
});

/** Ours, without any setting of npm, and with downloads that lead nowhere. */
function environment(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_'));
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: 'test',
    npm_config_userconfig: join(folder, 'user-npmrc'),
    npm_config_globalconfig: join(folder, 'global-npmrc'),
    npm_config_better_sqlite3_binary_host: NOWHERE,
    npm_config_disturl: NOWHERE,
  };
}
