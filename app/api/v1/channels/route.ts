/** GET: the channels that are told of incidents, without their secrets. `?limit=&cursor=`. */
import { channelList, loadChannels, plainListQuery } from '../../../lib/alerting-lists';
import { answerList } from '../../../lib/cursor';
import { asViewer } from '../../../lib/guard';
import { queryOf, readQuery, wrongQuery } from '../../../lib/query';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-alerting', async () => {
    const asked = readQuery(queryOf(request), plainListQuery);
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    return answerList(request, channelList, asked.value, await loadChannels());
  });
}
