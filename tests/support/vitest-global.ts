/** Around a whole run of Vitest: the place of the one PostgreSQL, and its end. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { stopPostgres } from './postgres-server';

declare module 'vitest' {
  interface ProvidedContext {
    postgresFolder: string;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-postgres-'));
  project.provide('postgresFolder', folder);
  return () => stopPostgres(folder);
}
