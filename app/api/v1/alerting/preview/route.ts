/** GET ?kind=once&from&to or ?kind=recurring&cron&zone&lastsMs: the next times of a window that is not planned yet. */
import { asViewer } from '../../../../lib/guard';
import { previewOf } from '../../../../lib/maintenance';
import { json, problem } from '../../../../lib/problem';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-alerting', async () => {
    const preview = previewOf(new URL(request.url).searchParams);
    if (preview !== null) return json(preview);
    return problem({ status: 400, title: 'The window is not valid', detail: 'It lasts between a minute and a week.' });
  });
}
