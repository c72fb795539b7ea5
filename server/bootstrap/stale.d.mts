/** Types of stale.mjs for its tests. */
export function filesBelow(path: string): string[];
export function hashOf(paths: readonly string[], also?: readonly string[], base?: string): string;
export function readStamp(file: string): string | null;
export function writeStamp(file: string, hash: string): void;
