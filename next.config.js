/** Settings of Next: the dashboard is one process behind the front door of server/start.ts. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const basePath = process.env.BASE_PATH ?? '';

/** @type {import('next').NextConfig} */
export default {
  // Set at build: the path under which a reverse proxy publishes Holdfast, e.g. `/holdfast`.
  basePath,
  // A build for a sub-path stands beside the usual one.
  distDir: basePath === '' ? '.next' : '.next-below',
  poweredByHeader: false,
  // No page has pictures to be made smaller: without this there would be a door that fetches them, and a cache on the disk.
  images: { unoptimized: true },
  reactStrictMode: true,
  devIndicators: false,
  // AGENTS.md is ours to write.
  agentRules: false,
  turbopack: { root: dirname(fileURLToPath(import.meta.url)) },
  // Loaded by Node itself, not bundled: native code, WebAssembly and packages that read their own files.
  serverExternalPackages: [
    'better-sqlite3',
    '@prisma/client',
    '@prisma/adapter-better-sqlite3',
    '@prisma/adapter-pg',
    '@prisma/driver-adapter-utils',
    'pg',
    'pino',
    'undici',
    'yaml',
  ],
  // `npm run check` is where types are checked.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks'] },
};
