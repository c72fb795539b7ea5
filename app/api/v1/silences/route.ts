/** GET: silences, in force, to come, or over in the last two weeks. `?state=&limit=&cursor=`. */
import { loadSilences, silenceList, silencesQuery } from '../../../lib/alerting-lists';
import { answerList } from '../../../lib/cursor';
import { asViewer } from '../../../lib/guard';
import { queryOf, readQuery, wrongQuery } from '../../../lib/query';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-alerting', async () => {
    const asked = readQuery(queryOf(request), silencesQuery);
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    return answerList(request, silenceList, asked.value, await loadSilences(asked.value));
  });
}
