/** A migrated database in a folder of its own, gone when the test is over. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { migrate } from '../../server/store/migrate';

let template: Promise<string> | null = null;

/** Migrating takes a moment: each test file does it once and copies. */
async function migratedTemplate(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-template-'));
  afterAllOnce(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'template.sqlite');
  await migrate(`file:${file}`);
  return file;
}

const cleanups: (() => void)[] = [];
function afterAllOnce(cleanup: () => void): void {
  cleanups.push(cleanup);
}
afterAll(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Path of a fresh folder that the present test owns. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function tempDatabase(): Promise<{ file: string; url: string }> {
  template ??= migratedTemplate();
  const file = join(tempFolder(), 'holdfast.sqlite');
  copyFileSync(await template, file);
  return { file, url: `file:${file}` };
}
