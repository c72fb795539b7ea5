/** Types of node-version.mjs for its tests. */
export function isNodeNewEnough(have: string, need: string): boolean;
