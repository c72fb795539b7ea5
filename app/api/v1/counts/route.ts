/** GET: agents of a cluster by health over a range. `?cluster=K&team=T&from=&to=&points=&zone=`; with `Accept: text/csv` as CSV. */
import { answerCounts } from '../../../lib/counts';
import { wantsCsv } from '../../../lib/csv';

export function GET(request: Request): Promise<Response> {
  return answerCounts(request, wantsCsv(request) ? 'csv' : 'json');
}
