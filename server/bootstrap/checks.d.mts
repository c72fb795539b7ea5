/** Types of checks.mjs for its tests. */
export function summaryLines(output: string, patterns: readonly RegExp[]): string[];
