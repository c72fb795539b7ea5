/** Incidents: what is open, and what was. */
import type { Metadata } from 'next';
import { IncidentsView } from '../../components/incidents/incidents-view';
import { reachOf } from '../../components/incidents/query';
import { pageFor } from '../lib/guard';
import { loadIncidents } from '../lib/incidents';
import { type PageParams, queryOf } from '../lib/page-query';

export const metadata: Metadata = { title: 'Incidents' };

interface Props {
  searchParams: PageParams;
}

export default async function IncidentsRoute({ searchParams }: Props) {
  const query = await queryOf(searchParams);
  const { ms } = reachOf(query.get('back'));
  return pageFor('see-incidents', async (viewer) => (
    <IncidentsView snapshot={await loadIncidents(viewer, ms)} search={query.toString()} />
  ));
}
