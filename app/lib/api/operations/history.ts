/** Operations on what was: series, counts, availability, reports. */
import { z } from 'zod';
import {
  agentCountsSeries,
  availabilityReply,
  clusterMarks,
  itemBody,
  monthReport,
  slug,
  targetSeries,
} from '#contract';
import { availabilityQuery } from '../../availability-answer';
import { countsQuery } from '../../counts';
import { seriesQuery } from '../../range-query';
import { reportQuery } from '../../report';
import { type Operation, ok, okCsv, okOrCsv } from '../operation';

const target = 'cc/a/websocket';
const day = { from: '2026-11-20T09:00:00Z', to: '2026-11-20T10:00:00Z' };

export const history: readonly Operation[] = [
  {
    ...{ id: 'getSeries', method: 'get', route: 'v1/series', tag: 'History', needs: 'see-service' },
    summary: 'One target over a range',
    description:
      'Round trips, misses, states, marks and attempts to connect. `Accept: text/csv` asks for one table of it.',
    query: seriesQuery,
    answers: okOrCsv(targetSeries, 'The range, with about as many points as were asked for.'),
    refusals: [404],
    examples: [
      { name: 'An hour', query: { target, ...day, points: '60' }, status: 200 },
      { name: 'The last day', query: { target, range: '24h' }, status: 200 },
      { name: 'A range that ends before it begins', query: { target, from: day.to, to: day.from }, status: 400 },
      { name: 'A target that is not there', query: { target: 'cc/z/tcp', ...day }, status: 404 },
    ],
  },
  {
    ...{ id: 'getSeriesCsv', method: 'get', route: 'v1/series.csv', tag: 'History', needs: 'see-service' },
    summary: 'The same as a table',
    query: seriesQuery,
    answers: okCsv('One table, with a line of names first.'),
    refusals: [404],
    examples: [{ name: 'Its marks', query: { target, ...day, part: 'marks' }, status: 200 }],
  },
  {
    ...{ id: 'getCounts', method: 'get', route: 'v1/counts', tag: 'History', needs: 'see-agents' },
    summary: 'How many agents were in which health over a range',
    description: 'Counts of your teams; nobody by name.',
    query: countsQuery,
    answers: okOrCsv(agentCountsSeries, 'The range, with about as many points as were asked for.'),
    examples: [
      { name: 'Of a cluster', query: { cluster: 'cc', ...day }, status: 200 },
      { name: 'Of one team', query: { cluster: 'cc', team: '7', range: '24h' }, status: 200 },
      { name: 'Of no cluster', query: { range: '24h' }, status: 400 },
    ],
  },
  {
    ...{ id: 'getCountsCsv', method: 'get', route: 'v1/counts.csv', tag: 'History', needs: 'see-agents' },
    summary: 'The same as a table',
    query: countsQuery,
    answers: okCsv('A line for each point.'),
    examples: [{ name: 'Of a cluster', query: { cluster: 'cc', ...day }, status: 200 }],
  },
  {
    ...{ id: 'getMarks', method: 'get', route: 'v1/marks', tag: 'History', needs: 'see-agents' },
    summary: 'What explains the counts of a cluster over a range',
    query: countsQuery,
    answers: ok(clusterMarks, 'Moments, and what went on for a while.'),
    examples: [{ name: 'An hour', query: { cluster: 'cc', ...day }, status: 200 }],
  },
  {
    ...{ id: 'getAvailability', method: 'get', route: 'v1/availability', tag: 'History', needs: 'see-service' },
    summary: 'How available everything was over a range',
    description: 'Time that nobody observed counts neither as up nor as down: `coverage` says how much was seen.',
    query: availabilityQuery,
    answers: okOrCsv(availabilityReply, 'A row for each cluster, node, transport, target and team.'),
    examples: [
      { name: 'The last week', query: { range: '7d' }, status: 200 },
      { name: 'Of one cluster', query: { cluster: 'cc', range: '24h' }, status: 200 },
      { name: 'A zone that does not exist', query: { zone: 'Mars/Olympus' }, status: 400 },
    ],
  },
  {
    ...{ id: 'getAvailabilityCsv', method: 'get', route: 'v1/availability.csv', tag: 'History', needs: 'see-service' },
    summary: 'The same as a table',
    query: availabilityQuery,
    answers: okCsv('A line for each row.'),
    examples: [{ name: 'The last day', query: { range: '24h' }, status: 200 }],
  },
  {
    ...{
      id: 'getReport',
      method: 'get',
      route: 'v1/reports/[cluster]/[month]',
      tag: 'History',
      needs: 'see-everything',
    },
    summary: 'A cluster’s month',
    description: 'By team at most. With `table` only that table, and that one also as CSV.',
    params: z.object({ cluster: slug, month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
    query: reportQuery,
    answers: okOrCsv(z.union([monthReport, z.array(itemBody)]), 'The report, or one table of it.'),
    refusals: [404],
    examples: [
      { name: 'A month', params: { cluster: 'cc', month: '2026-11' }, status: 200 },
      {
        name: 'Its outages as CSV',
        params: { cluster: 'cc', month: '2026-11' },
        query: { table: 'outages', format: 'csv' },
        status: 200,
      },
      { name: 'A month that has not come', params: { cluster: 'cc', month: '2099-01' }, status: 404 },
    ],
  },
];
