/** Types of build.mjs for its tests. */
export const entries: Record<string, string>;
export const webSources: readonly string[];
