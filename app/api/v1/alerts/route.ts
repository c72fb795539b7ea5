/** GET: alerts that are pending or firing now. `?status=&limit=&cursor=`. */
import { loadAlertsNow } from '../../../lib/alerting';
import { alertList, alertsQuery } from '../../../lib/alerting-lists';
import { answerList } from '../../../lib/cursor';
import { asViewer } from '../../../lib/guard';
import { problem } from '../../../lib/problem';
import { queryOf, readQuery, wrongQuery } from '../../../lib/query';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-alerting', async () => {
    const asked = readQuery(queryOf(request), alertsQuery);
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    const now = await loadAlertsNow();
    if (now === null) return problem({ status: 503, title: 'The worker did not answer' });
    const { status } = asked.value;
    const alerts = now.alerts.filter((a) => status === undefined || a.state.status === status);
    return answerList(request, alertList, asked.value, alerts);
  });
}
