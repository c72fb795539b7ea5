/** The audit log to take away, which is itself an entry of it. */
import { auditExportQuery, type Viewer } from '#contract';
import type { KeptEntry } from '../../server/store/people/port';
import { audit } from './audit-log';
import { auditEntries } from './audit-pages';
import { csvText, isoTime } from './csv';
import { queryOf, readQuery, wrongQuery } from './query';

type Format = 'csv' | 'json';
const types = { csv: 'text/csv; charset=utf-8; header=present', json: 'application/json' } as const;

export async function exportAudit(request: Request, viewer: Viewer, format: Format): Promise<Response> {
  const asked = readQuery(queryOf(request), auditExportQuery);
  if (asked.status === 'invalid') return wrongQuery(asked.errors);
  // Told first: whoever is given a piece of it has taken it.
  const detail = { format, ...asked.value };
  await audit(request.headers, { actor: viewer.actor, action: 'audit-exported', subject: 'audit log', detail });
  const pieces = textsOf(auditEntries(asked.value), format);
  return new Response(streamOf(pieces), {
    headers: {
      'content-type': types[format],
      'content-disposition': `attachment; filename="holdfast-audit.${format}"`,
      'cache-control': 'no-store',
    },
  });
}

const head = ['time', 'who', 'from', 'action', 'about', 'detail'];

async function* textsOf(entries: AsyncGenerator<KeptEntry[]>, format: Format): AsyncGenerator<string> {
  yield format === 'csv' ? csvText(head, []) : '[';
  let first = true;
  for await (const rows of entries) {
    if (format === 'csv') yield linesOf(rows);
    else yield `${first ? '\n' : ',\n'}${rows.map((row) => JSON.stringify(row)).join(',\n')}`;
    first = false;
  }
  if (format === 'json') yield '\n]\n';
}

function linesOf(rows: readonly KeptEntry[]): string {
  const [firstLine, ...cells] = rows.map((r) => [
    ...[isoTime(r.at), r.actor, r.origin, r.action, r.subject],
    JSON.stringify(r.detail),
  ]);
  return firstLine === undefined ? '' : csvText(firstLine, cells);
}

function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
