/** Types of install.mjs for its tests. */
export interface Lockfile {
  packages?: Record<string, { version?: string; optional?: boolean; peer?: boolean; link?: boolean }>;
}
export function ensureInstalled(): Promise<void>;
export function whyInstall(wanted: Lockfile | null, installed: Lockfile | null): string | null;
