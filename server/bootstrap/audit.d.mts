/** Types of audit.mjs for its tests. */
export function readAudit(output: string): { code: number; lines: string[] };
type Lock = { packages: Record<string, Record<string, unknown>> };
export function scriptLines(lock: Lock, allowScripts: Record<string, boolean>): string[];
export function licenceLines(lock: Lock, licenceOf: (path: string) => string | undefined): string[];
