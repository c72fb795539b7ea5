/** GET: the session of each target as it is now. `?cluster=&node=&transport=&phase=&tag=&limit=&cursor=`. */
import { sessionNow } from '#contract';
import { answerList } from '../../../lib/cursor';
import { asViewer } from '../../../lib/guard';
import { queryOf, readQuery, wrongQuery } from '../../../lib/query';
import { loadTargets, sessionList, targetsQuery } from '../../../lib/resources';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-service', async () => {
    const asked = readQuery(queryOf(request), targetsQuery);
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    const sessions = (await loadTargets(asked.value)).map((t) => sessionNow.parse(t));
    return answerList(request, sessionList, asked.value, sessions);
  });
}
