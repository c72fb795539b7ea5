/** GET ?from&to: when maintenance mutes what is told, and the servers that are in their own maintenance now. */
import { asViewer } from '../../../../lib/guard';
import { loadCalendar } from '../../../../lib/maintenance';
import { json, problem } from '../../../../lib/problem';

export function GET(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  return asViewer(request, 'see-alerting', async () => {
    const calendar = await loadCalendar(Number(query.get('from') ?? Number.NaN), Number(query.get('to') ?? Number.NaN));
    if (calendar !== null) return json(calendar);
    return problem({ status: 400, title: 'The range is not valid', detail: '`from` and `to`: at most 93 days.' });
  });
}
