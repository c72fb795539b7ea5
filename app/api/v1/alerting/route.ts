/** GET: what is configured of alerting, what is silenced, and what became of the messages. */
import { loadAlerting } from '../../../lib/alerting';
import { answering, json } from '../../../lib/problem';

export function GET(): Promise<Response> {
  return answering(async () => json(await loadAlerting()));
}
