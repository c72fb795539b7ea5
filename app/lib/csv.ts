/** Tables as CSV (RFC 4180), and who wants them. */
import type { EpochMs } from '#contract';

export type Cell = string | number | null;

/** Lines end with CRLF (RFC 4180 §2). What a spreadsheet would take for a formula gets a quote before it. */
export function csvText(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param name of the file, without its ending */
export function csv(name: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Response {
  return new Response(csvText(head, rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name.replace(/[^A-Za-z0-9._-]+/g, '-')}.csv"`,
      'cache-control': 'no-store',
    },
  });
}

export function wantsCsv(request: Request): boolean {
  return /\btext\/csv\b/.test(request.headers.get('accept') ?? '');
}

/** As ISO 8601 in UTC, which every program reads. */
export function isoTime(at: EpochMs): string {
  return new Date(at).toISOString();
}
