/** GET ?from&to: when maintenance mutes what is told, and the servers that are in their own maintenance now. */
import { asViewer } from '../../../../lib/guard';
import { calendarQuery, loadCalendar } from '../../../../lib/maintenance';
import { json } from '../../../../lib/problem';
import { queryOf, readQuery, wrongQuery } from '../../../../lib/query';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-alerting', async () => {
    const read = readQuery(queryOf(request), calendarQuery);
    if (read.status === 'invalid') return wrongQuery(read.errors);
    const calendar = await loadCalendar(read.value.from, read.value.to);
    return calendar === null
      ? wrongQuery([{ path: 'to', message: 'must be after from, at most 93 days' }])
      : json(calendar);
  });
}
