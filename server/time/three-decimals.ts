/** How measured times are kept: to the microsecond, as the database stores them. */

/** Milliseconds with three decimals, never negative. */
export function threeDecimals(ms: number): number {
  return Math.max(0, Math.round(ms * 1000) / 1000);
}
