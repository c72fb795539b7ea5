/** GET: open incidents, and those of the last two weeks. */
import { loadIncidents } from '../../../lib/incidents';
import { answering, json } from '../../../lib/problem';

export function GET(): Promise<Response> {
  return answering(async () => json(await loadIncidents()));
}
