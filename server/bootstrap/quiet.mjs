/** Environment in which no tool reports home or downloads anything outside npm and the system's package manager. */

const quiet = {
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  PRISMA_SKIP_POSTINSTALL_GENERATE: '1',
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
  // `prisma generate` would download a schema engine that it never starts; any executable satisfies it.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
};

/** Sets what is not set yet, for this process and all that it starts. */
export function beQuiet(env = process.env) {
  for (const [name, value] of Object.entries(quiet)) env[name] ??= value;
}
