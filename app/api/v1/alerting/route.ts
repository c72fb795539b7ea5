/** GET: what is configured of alerting, what is silenced, and what became of the messages. */
import { loadAlerting } from '../../../lib/alerting';
import { asViewer } from '../../../lib/guard';
import { json } from '../../../lib/problem';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-alerting', async () => json(await loadAlerting()));
}
