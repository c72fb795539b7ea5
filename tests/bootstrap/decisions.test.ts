/** What the bootstrap decides before it does anything. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { howToInstall } from '../../server/bootstrap/apt.mjs';
import { summaryLines } from '../../server/bootstrap/checks.mjs';
import { whyInstall } from '../../server/bootstrap/install.mjs';
import { buildEnvironment, nodedirOf } from '../../server/bootstrap/native.mjs';
import { isNodeNewEnough } from '../../server/bootstrap/node-version.mjs';
import { hashOf, readStamp, writeStamp } from '../../server/bootstrap/stale.mjs';
import { inProject } from '../../server/config/project-root';

describe('the Node version', () => {
  it.each([
    ['20.19.0', true],
    ['20.20.2', true],
    ['22.1.0', true],
    ['20.18.3', false],
    ['18.20.0', false],
  ])('%s against >=20.19: %s', (have, enough) => {
    expect(isNodeNewEnough(have, '>=20.19')).toBe(enough);
  });
});

describe('an install is needed', () => {
  const wanted = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/a/node_modules/@scope/b': { version: '2.0.0' },
      'node_modules/for-another-system': { version: '3.0.0', optional: true },
    },
  };
  const installed = {
    packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/a/node_modules/@scope/b': { version: '2.0.0' } },
  };

  it('not when every package is there in its version; those of other systems may be missing', () => {
    expect(whyInstall(wanted, installed)).toBeNull();
  });

  it('when nothing is there, or an install was interrupted', () => {
    expect(whyInstall(wanted, null)).toBe('node_modules is missing');
  });

  it('when one is missing or another version', () => {
    expect(whyInstall(wanted, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(
      '@scope/b is not at version 2.0.0',
    );
    const older = { packages: { ...installed.packages, 'node_modules/a': { version: '0.9.0' } } };
    expect(whyInstall(wanted, older)).toBe('a is not at version 1.0.0');
  });
});

describe('the headers for compiling', () => {
  const header = (version: string) => {
    const [major, minor, patch] = version.split('.');
    return `#define NODE_MAJOR_VERSION ${major}\n#define NODE_MINOR_VERSION ${minor}\n#define NODE_PATCH_VERSION ${patch}\n`;
  };

  it('are those beside this Node, when they are of its version', () => {
    const read = (file: string) => (file === '/opt/node/include/node/node_version.h' ? header('20.20.2') : null);
    expect(nodedirOf('/opt/node/bin/node', '20.20.2', read)).toBe('/opt/node');
    expect(nodedirOf('/opt/node/bin/node', '20.20.1', read)).toBeNull();
    expect(nodedirOf('/usr/bin/node', '20.20.2', read)).toBeNull();
  });

  it('are told to npm, unless somebody has told it already', () => {
    expect(buildEnvironment({}, '/opt/node')).toEqual({ JOBS: 'max', npm_config_nodedir: '/opt/node' });
    expect(buildEnvironment({ npm_config_nodedir: '/mine' }, '/opt/node')).toEqual({ JOBS: 'max' });
    expect(buildEnvironment({}, null)).toEqual({ JOBS: 'max' });
  });
});

describe('system packages', () => {
  const facts = { why: 'for the tests', hasApt: true, isRoot: true };
  it('are installed by us as root on Debian, and else described', () => {
    expect(howToInstall(['prosody'], facts)).toBeNull();
    expect(howToInstall(['prosody'], { ...facts, isRoot: false })).toBe(
      'Please run: sudo apt-get install prosody (for the tests)',
    );
    expect(howToInstall(['prosody'], { ...facts, hasApt: false })).toBe(
      'Please install prosody (for the tests) with this system’s package manager.',
    );
  });
});

describe('what is built', () => {
  it('is stale when a source changes, comes, goes or moves, or a fact changes', () => {
    const base = mkdtempSync(join(tmpdir(), 'holdfast-stale-'));
    mkdirSync(join(base, 'app', 'node_modules'), { recursive: true });
    writeFileSync(join(base, 'app', 'a.ts'), 'a');
    const hash = (facts: string[] = []) => hashOf(['app', 'missing'], facts, base);
    const seen = [hash(), hash(['BASE_PATH=/x'])];
    writeFileSync(join(base, 'app', 'b.ts'), 'b');
    seen.push(hash());
    writeFileSync(join(base, 'app', 'b.ts'), 'c');
    seen.push(hash());
    expect(new Set(seen).size).toBe(4);
    writeFileSync(join(base, 'app', 'node_modules', 'x.js'), 'x');
    expect(hash()).toBe(seen[3]);
    rmSync(join(base, 'app', 'b.ts'));
    expect(hash()).toBe(seen[0]);
    writeStamp(join(base, 'out', '.stamp'), hash());
    expect(readStamp(join(base, 'out', '.stamp'))).toBe(seen[0]);
    expect(readStamp(join(base, 'nowhere'))).toBeNull();
    rmSync(base, { recursive: true });
  });
});

describe('the summary of a run', () => {
  it('repeats the runner’s own lines without colours', () => {
    const output =
      ' \u001b[32m✓\u001b[39m a.test.ts\n\n\u001b[2m Test Files \u001b[22m 8 passed (8)\n      Tests  90 passed (90)\n';
    expect(summaryLines(output, [/^\s*(Test Files|Tests|Duration) .*$/gm])).toEqual([
      'Test Files  8 passed (8)',
      'Tests  90 passed (90)',
    ]);
  });
});

describe('the lockfile', () => {
  it('lists the packages of every system, also those that this registry may lack, so that npm ci accepts it', () => {
    const { packages } = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !resolvable(packages, path, name)),
    );
    expect(missing).toEqual([]);
  });

  it('names no registry', () => {
    expect(readFileSync(inProject('package-lock.json'), 'utf8')).not.toContain('"resolved": "http');
  });
});

/** Is `name` found from `path`, as Node looks for it: there, or in a folder above? */
function resolvable(packages: Record<string, unknown>, path: string, name: string): boolean {
  for (let from = path; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    if (`${from === '' ? '' : `${from}/`}node_modules/${name}` in packages) return true;
    if (from === '') return false;
  }
}
