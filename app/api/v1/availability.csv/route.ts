/** GET: the same as `/api/v1/availability`, as CSV, for links. */
import { answerAvailability } from '../../../lib/availability-answer';

export function GET(request: Request): Promise<Response> {
  return answerAvailability(request, 'csv');
}
