/** What the two addresses of availability answer: JSON or CSV. */
import { type AvailabilityRow, slug } from '#contract';
import { loadAvailability } from './availability';
import { type Cell, csv, isoTime } from './csv';
import { asViewer } from './guard';
import { json } from './problem';
import { queryOf, readQuery, wrongQuery } from './query';
import { rangeOf, rangeQuery } from './range-query';
import { wallTime } from './time';

export const DAY_MS = 86_400_000;

export const availabilityQuery = rangeQuery.extend({
  cluster: slug.optional().describe('The key of a cluster; all of them without it.'),
});

export function answerAvailability(request: Request, as: 'json' | 'csv'): Promise<Response> {
  return asViewer(request, 'see-service', async ({ teams }) => {
    const read = readQuery(queryOf(request), availabilityQuery);
    const range = read.status === 'ok' ? rangeOf(read.value, wallTime(), DAY_MS) : read;
    if (read.status === 'invalid') return wrongQuery(read.errors);
    if (range.status === 'invalid') return wrongQuery(range.errors);
    const reply = await loadAvailability({ ...range.value, clusterKey: read.value.cluster ?? null, teams });
    if (as === 'json') return json(reply);
    return csv(`availability-${isoTime(reply.from).slice(0, 10)}`, availabilityHead, reply.rows.map(availabilityCells));
  });
}

export const availabilityHead = [
  ...['level', 'key', 'cluster', 'node', 'transport', 'team', 'availability', 'of_seconds', 'coverage'],
  ...['up_seconds', 'degraded_seconds', 'down_seconds', 'unknown_seconds', 'maintained_seconds'],
];

const seconds = (ms: number): number => Math.round(ms) / 1_000;

export function availabilityCells(row: AvailabilityRow): Cell[] {
  const { tally } = row;
  return [
    ...[row.level, row.key, row.clusterName, row.nodeName, row.transport, row.teamName],
    ...[row.ratio, seconds(row.ofMs), row.coverage],
    ...[tally.upMs, tally.degradedMs, tally.downMs, tally.unknownMs, tally.maintainedMs].map(seconds),
  ];
}
