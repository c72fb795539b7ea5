/** GET: the rules of alerting, those that are switched off as well. `?limit=&cursor=`. */
import { loadRules, plainListQuery, ruleList } from '../../../lib/alerting-lists';
import { answerList } from '../../../lib/cursor';
import { asViewer } from '../../../lib/guard';
import { queryOf, readQuery, wrongQuery } from '../../../lib/query';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-alerting', async () => {
    const asked = readQuery(queryOf(request), plainListQuery);
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    return answerList(request, ruleList, asked.value, await loadRules());
  });
}
