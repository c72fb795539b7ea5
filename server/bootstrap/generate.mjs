/** Generates the Prisma clients when the schemas or Prisma itself have changed. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inRoot } from './paths.mjs';
import { Halt, say, took } from './say.mjs';
import { capture } from './spawn.mjs';
import { hashOf, readStamp, writeStamp } from './stale.mjs';

const SCHEMAS = ['prisma/schema.prisma', 'prisma/postgres/schema.prisma'];
const stampFile = () => inRoot('prisma', 'generated', '.stamp');

export async function ensureGenerated() {
  const schemas = SCHEMAS.filter((schema) => existsSync(inRoot(schema)));
  if (schemas.length === 0) return;
  const hash = hashOf([...schemas, 'prisma.config.ts'], [versionOf('prisma'), versionOf('@prisma/client')]);
  if (readStamp(stampFile()) === hash) return;
  say('Generating the Prisma client …');
  const startedAt = performance.now();
  for (const schema of schemas) {
    const { code, output } = await capture('prisma', ['generate', '--schema', schema]);
    if (code !== 0) throw new Halt(`prisma generate failed for ${schema}:\n${output}`);
  }
  writeStamp(stampFile(), hash);
  say(`Prisma client generated in ${took(startedAt)}.`);
}

function versionOf(name) {
  return createRequire(inRoot('package.json'))(`${name}/package.json`).version;
}
