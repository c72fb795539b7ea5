/** Types of apt.mjs for the tests that need Prosody or Chromium. */
export function ensureApt(packages: string[], options?: { why?: string; commands?: string[] }): boolean;
export function howToInstall(
  missing: string[],
  facts: { why: string; hasApt: boolean; isRoot: boolean },
): string | null;
