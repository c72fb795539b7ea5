/** GET: a cluster's month, `2026-11`; `?zone=`. With `table=` only that one, and with `format=csv` or `Accept: text/csv` as CSV. */
import { wantsCsv } from '../../../../../lib/csv';
import { asViewer } from '../../../../../lib/guard';
import { json, problem } from '../../../../../lib/problem';
import { queryOf, readQuery, wrongQuery } from '../../../../../lib/query';
import { ownZone } from '../../../../../lib/range-query';
import { loadReport, NO_TABLE, readReport, reportQuery } from '../../../../../lib/report';
import { reportCsv } from '../../../../../lib/report-csv';

interface Props {
  params: Promise<{ cluster: string; month: string }>;
}

export function GET(request: Request, { params }: Props): Promise<Response> {
  return asViewer(request, 'see-everything', async () => {
    const read = readQuery(queryOf(request), reportQuery);
    if (read.status === 'invalid') return wrongQuery(read.errors);
    const { zone = ownZone(), table = null, format } = read.value;
    const asCsv = format === 'csv' || wantsCsv(request);
    if (asCsv && table === null) return wrongQuery([{ path: 'table', message: NO_TABLE }]);
    const { cluster, month } = await params;
    const asked = readReport(cluster, month, zone);
    const report = asked === null ? null : await loadReport(asked);
    if (report === null)
      return problem({ status: 404, title: 'No such report', detail: `There is none of ${cluster} for ${month}.` });
    if (table === null) return json(report);
    return asCsv ? reportCsv(report, table) : json(report[table]);
  });
}
