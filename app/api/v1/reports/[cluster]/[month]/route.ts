/** GET: a cluster's month, `2026-11`; `?zone=`. With `table=` only that one, and with `format=csv` or `Accept: text/csv` as CSV. */
import { reportTables } from '#contract';
import { isZone } from '../../../../../../server/domain/history/calendar';
import { wantsCsv } from '../../../../../lib/csv';
import { asViewer } from '../../../../../lib/guard';
import { json, problem } from '../../../../../lib/problem';
import { ownZone } from '../../../../../lib/range-query';
import { loadReport, readReport } from '../../../../../lib/report';
import { reportCsv } from '../../../../../lib/report-csv';

interface Props {
  params: Promise<{ cluster: string; month: string }>;
}

export function GET(request: Request, { params }: Props): Promise<Response> {
  return asViewer(request, 'see-everything', async () => {
    const query = new URL(request.url).searchParams;
    const asCsv = query.get('format') === 'csv' || wantsCsv(request);
    const named = query.get('table');
    const table = reportTables.find((t) => t === named) ?? null;
    const zone = query.get('zone') ?? ownZone();
    const errors = [
      ...(isZone(zone) ? [] : [{ path: 'zone', message: `"${zone}" is not a time zone` }]),
      ...(table === null && (named !== null || asCsv)
        ? [{ path: 'table', message: `must be one of ${reportTables.join(', ')}` }]
        : []),
    ];
    if (errors.length > 0) return problem({ status: 400, title: 'The query is not valid', errors });
    const { cluster, month } = await params;
    const asked = readReport(cluster, month, zone);
    const report = asked === null ? null : await loadReport(asked);
    if (report === null)
      return problem({ status: 404, title: 'No such report', detail: `There is none of ${cluster} for ${month}.` });
    if (table === null) return json(report);
    return asCsv ? reportCsv(report, table) : json(report[table]);
  });
}
