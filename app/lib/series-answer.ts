/** What the two addresses of a series answer: JSON, or CSV of one of its tables. */
import { asViewer } from './guard';
import { json, problem } from './problem';
import { queryOf, wrongQuery } from './query';
import { readSeriesAsked } from './range-query';
import { loadSeries } from './series';
import { seriesCsv } from './series-csv';
import { wallTime } from './time';

export function answerSeries(request: Request, as: 'json' | 'csv'): Promise<Response> {
  return asViewer(request, 'see-service', async (viewer) => {
    const asked = readSeriesAsked(queryOf(request), wallTime());
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    const series = await loadSeries(asked.value, viewer.teams);
    if (series === null)
      return problem({ status: 404, title: 'No such target', detail: `There is no target ${asked.value.key}.` });
    return as === 'csv' ? seriesCsv(series, asked.value.part) : json(series);
  });
}
