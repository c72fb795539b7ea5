/** GET: agents of one's own teams as they are now; nothing of their past. `?cluster=&team=&health=&limit=&cursor=`. */
import { answerList } from '../../../lib/cursor';
import { asViewer } from '../../../lib/guard';
import { queryOf, readQuery, wrongQuery } from '../../../lib/query';
import { agentList, agentsQuery, loadAgents } from '../../../lib/resources';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-agents', async (viewer) => {
    const asked = readQuery(queryOf(request), agentsQuery);
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    return answerList(request, agentList, asked.value, await loadAgents(viewer, asked.value));
  });
}
