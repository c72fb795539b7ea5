/** GET: how available everything was. `?from=&to=` or `range=24h`, `zone=`, `cluster=K`; with `Accept: text/csv` as CSV. */
import { answerAvailability } from '../../../lib/availability-answer';
import { wantsCsv } from '../../../lib/csv';

export function GET(request: Request): Promise<Response> {
  return answerAvailability(request, wantsCsv(request) ? 'csv' : 'json');
}
