/** GET ?kind=once&from&to or ?kind=recurring&cron&zone&lastsMs: the next times of a window that is not planned yet. */
import { asViewer } from '../../../../lib/guard';
import { previewOf, previewQuery } from '../../../../lib/maintenance';
import { json, problem } from '../../../../lib/problem';
import { queryOf, readQuery, wrongQuery } from '../../../../lib/query';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-alerting', async () => {
    const read = readQuery(queryOf(request), previewQuery);
    if (read.status === 'invalid') return wrongQuery(read.errors);
    const preview = previewOf(read.value);
    if (preview !== null) return json(preview);
    return problem({ status: 400, title: 'The window is not valid', detail: 'It lasts between a minute and a week.' });
  });
}
