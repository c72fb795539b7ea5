/** Settings of the Prisma CLI, which we use for `prisma generate` only; migrations go through server/store/migrate.ts. */
import { defineConfig } from 'prisma/config';

// `generate` wants to download a schema engine that it does not use; any existing file stops it from doing so.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
});
