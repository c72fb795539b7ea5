/** Incidents: what is open, and what was. */
import type { Metadata } from 'next';
import { IncidentsView } from '../../components/incidents/incidents-view';
import { loadIncidents } from '../lib/incidents';

export const metadata: Metadata = { title: 'Incidents' };

export default async function IncidentsRoute() {
  return <IncidentsView snapshot={await loadIncidents()} />;
}
