/** Types of native.mjs for its tests. */
export function ensureNative(options?: { folder?: string }): Promise<void>;
export function nodedirOf(execPath: string, version: string, read?: (file: string) => string | null): string | null;
export function buildEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  nodedir: string | null,
): Record<string, string>;
