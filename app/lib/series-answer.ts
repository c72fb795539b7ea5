/** What the two addresses of a series answer: JSON, or CSV of one of its tables. */
import { asViewer } from './guard';
import { json, problem } from './problem';
import { readSeriesAsked } from './range-query';
import { loadSeries } from './series';
import { seriesCsv, seriesParts } from './series-csv';
import { wallTime } from './time';

export function answerSeries(request: Request, as: 'json' | 'csv'): Promise<Response> {
  return asViewer(request, 'see-service', async (viewer) => {
    const query = new URL(request.url).searchParams;
    const asked = readSeriesAsked(query, wallTime());
    const part = seriesParts.find((p) => p === (query.get('part') ?? 'points'));
    const wrongPart = { path: 'part', message: `must be one of ${seriesParts.join(', ')}` };
    if (asked.status === 'invalid' || part === undefined) {
      const errors = [...(asked.status === 'invalid' ? asked.errors : []), ...(part === undefined ? [wrongPart] : [])];
      return problem({ status: 400, title: 'The query is not valid', errors });
    }
    const series = await loadSeries(asked.value, viewer.teams);
    if (series === null)
      return problem({ status: 404, title: 'No such target', detail: `There is no target ${asked.value.key}.` });
    return as === 'csv' ? seriesCsv(series, part) : json(series);
  });
}
