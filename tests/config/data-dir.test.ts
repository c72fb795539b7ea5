/** DATA_DIR: what is made there, and that one running Holdfast holds it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDir } from '../../server/config/data-dir';
import { INSTANCE_ID_FILE, instanceId } from '../../server/config/instance-id';
import { INTERNAL_KEY_FILE, internalKey } from '../../server/config/internal-key';
import { inProject } from '../../server/config/project-root';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'holdfast-data-')), 'data');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const modeOf = (file: string) => (statSync(join(folder, file)).mode & 0o777).toString(8);

describe('small files that are made once', () => {
  it('keeps one key of 32 random bytes, for its owner only', () => {
    const key = internalKey(folder).reveal();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(internalKey(folder).reveal()).toBe(key);
    expect(modeOf(INTERNAL_KEY_FILE)).toBe('600');
    expect(readdirSync(folder)).toEqual([INTERNAL_KEY_FILE]);
  });

  it('closes a key file that others could read', () => {
    internalKey(folder);
    chmodSync(join(folder, INTERNAL_KEY_FILE), 0o644);
    internalKey(folder);
    expect(modeOf(INTERNAL_KEY_FILE)).toBe('600');
  });

  it('does not take just anything for a key', () => {
    internalKey(folder);
    writeFileSync(join(folder, INTERNAL_KEY_FILE), 'hello');
    expect(() => internalKey(folder)).toThrow('does not hold a key');
  });

  it('keeps one short instance id', () => {
    const id = instanceId(folder);
    expect(id).toMatch(/^[a-z0-9]{6}$/);
    expect(instanceId(folder)).toBe(id);
    expect(readFileSync(join(folder, INSTANCE_ID_FILE), 'utf8').trim()).toBe(id);
  });
});

describe('the lock', () => {
  it('is held once, and again after its release', () => {
    const first = lockDataDir(folder);
    expect(lockDataDir(folder)).toEqual({
      ok: false,
      message: `Holdfast is already running with DATA_DIR ${folder} (process ${process.pid})`,
    });
    if (first.ok) first.lock.release();
    const second = lockDataDir(folder);
    expect(second.ok).toBe(true);
    if (second.ok) second.lock.release();
  });

  it('ends with its process, also by kill -9', async () => {
    const program = `import { lockDataDir } from ${JSON.stringify(inProject('server/config/data-dir.ts'))};
      console.log(lockDataDir(${JSON.stringify(folder)}).ok); process.stdin.resume();`;
    const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      cwd: inProject(),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [said] = await once(holder.stdout, 'data');
    expect(String(said).trim()).toBe('true');
    expect(lockDataDir(folder)).toMatchObject({
      ok: false,
      message: expect.stringContaining(`(process ${holder.pid})`),
    });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const after = lockDataDir(folder);
    expect(after.ok).toBe(true);
    if (after.ok) after.lock.release();
  });

  it('says so when the folder cannot be made', () => {
    writeFileSync(join(folder, '..', 'file'), '');
    const inFile = join(folder, '..', 'file', 'data');
    expect(lockDataDir(inFile)).toEqual({ ok: false, message: `DATA_DIR ${inFile} cannot be written (ENOTDIR)` });
  });
});
