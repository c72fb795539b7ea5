/** GET: the same as `/api/v1/counts`, as CSV, for links. */
import { answerCounts } from '../../../lib/counts';

export function GET(request: Request): Promise<Response> {
  return answerCounts(request, 'csv');
}
