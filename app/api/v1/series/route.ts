/** GET: one target over a range. `?target=K&from=&to=&points=&zone=`; with `Accept: text/csv` as CSV, `part` names the table. */
import { wantsCsv } from '../../../lib/csv';
import { answerSeries } from '../../../lib/series-answer';

export function GET(request: Request): Promise<Response> {
  return answerSeries(request, wantsCsv(request) ? 'csv' : 'json');
}
