/** GET: the same as `/api/v1/series`, as CSV, for links. `part=points|statuses|connects|marks`. */
import { answerSeries } from '../../../lib/series-answer';

export function GET(request: Request): Promise<Response> {
  return answerSeries(request, 'csv');
}
