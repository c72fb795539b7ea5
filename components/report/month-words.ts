/** Months as people call them. Pure. */

const format = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `November 2026` @param month 1 … 12 */
export function monthName(year: number, month: number): string {
  return format.format(Date.UTC(year, month - 1, 1));
}

/** `2026-10`, some months away. */
export function monthAway(year: number, month: number, by: number): string {
  const n = year * 12 + month - 1 + by;
  return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;
}
