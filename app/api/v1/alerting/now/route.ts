/** GET: what the rules find now, firing or not yet, as the worker holds it in memory. */
import { loadAlertsNow } from '../../../../lib/alerting';
import { asViewer } from '../../../../lib/guard';
import { json, problem } from '../../../../lib/problem';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-alerting', async () => {
    const now = await loadAlertsNow();
    return now === null ? problem({ status: 503, title: 'The worker did not answer' }) : json(now);
  });
}
