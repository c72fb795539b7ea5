/** Operations on incidents. */
import { z } from 'zod';
import { incidentSnapshot, incidentsPage, outageReview } from '#contract';
import { incidentsQuery } from '../../incidents';
import { bundleQuery, reviewQuery } from '../../outage';
import { type Operation, ok } from '../operation';

const params = z.object({ id: z.string().min(1).max(200) });
const id = 'server-cc-a-x1';

export const incidents: readonly Operation[] = [
  {
    ...{ id: 'listIncidents', method: 'get', route: 'v1/incidents', tag: 'Incidents', needs: 'see-incidents' },
    summary: 'Incidents, newest first',
    description: 'Who is limited to some teams sees the service’s incidents, and their teams’ share of the others.',
    query: incidentsQuery,
    answers: ok(incidentsPage, 'A page of incidents, or those that are open and the latest others.'),
    examples: [
      { name: 'A page', query: { limit: '50' }, status: 200 },
      { name: 'Open ones that page somebody', query: { status: 'open', severity: 'page', limit: '50' }, status: 200 },
      { name: 'Nobody is that urgent', query: { severity: 'panic' }, status: 400 },
    ],
  },
  {
    ...{ id: 'getIncident', method: 'get', route: 'v1/incidents/[id]', tag: 'Incidents', needs: 'see-incidents' },
    summary: 'One incident, and who was told of it when',
    params,
    answers: ok(incidentSnapshot, 'The incident.'),
    refusals: [404],
    examples: [
      { name: 'An outage', params: { id }, status: 200 },
      { name: 'One that is not there', params: { id: 'nothing' }, status: 404 },
    ],
  },
  {
    ...{ id: 'getIncidentReview', method: 'get', route: 'v1/incidents/[id]/review', tag: 'Incidents' },
    needs: 'see-incidents',
    summary: 'One incident in review, on one axis of time',
    description: 'Agents under pseudonyms; with `names=1` by their names, which is kept in the audit.',
    params,
    query: reviewQuery,
    answers: ok(outageReview, 'The review.'),
    refusals: [404],
    examples: [{ name: 'An outage', params: { id }, status: 200 }],
  },
  {
    ...{ id: 'getIncidentBundle', method: 'get', route: 'v1/incidents/[id]/bundle', tag: 'Incidents' },
    needs: 'answer-incidents',
    summary: 'Everything about an incident in one archive',
    description: 'For the support of the vendor. Kept in the audit.',
    params,
    query: bundleQuery,
    answers: { 200: { what: 'A zip: summary, facts, tables, transcripts.', content: { 'application/zip': null } } },
    refusals: [404],
    examples: [
      { name: 'In the time of Berlin', params: { id }, query: { zone: 'Europe/Berlin' }, status: 200 },
      { name: 'A zone that does not exist', params: { id }, query: { zone: 'Nowhere' }, status: 400 },
    ],
  },
];
