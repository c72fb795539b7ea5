/** One incident, from its first sign to its end. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { IncidentView } from '../../../components/incidents/incident-view';
import { loadIncident } from '../../lib/incidents';
import { decoded } from '../../lib/snapshots';

interface Props {
  params: Promise<{ id: string }>;
}

export const metadata: Metadata = { title: 'Incident' };

export default async function IncidentRoute({ params }: Props) {
  const snapshot = await loadIncident(decoded((await params).id));
  if (snapshot === null) notFound();
  return <IncidentView key={snapshot.incident.id} snapshot={snapshot} />;
}
