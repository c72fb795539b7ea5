/** GET: the targets that are watched. `?cluster=&node=&transport=&phase=&tag=&limit=&cursor=`. */
import { answerList } from '../../../lib/cursor';
import { asViewer } from '../../../lib/guard';
import { queryOf, readQuery, wrongQuery } from '../../../lib/query';
import { loadTargets, targetList, targetsQuery } from '../../../lib/resources';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-service', async () => {
    const asked = readQuery(queryOf(request), targetsQuery);
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    return answerList(request, targetList, asked.value, await loadTargets(asked.value));
  });
}
