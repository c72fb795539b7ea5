/** One incident, from its first sign to its end. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { Scope } from '#contract';
import { IncidentView } from '../../../components/incidents/incident-view';
import { pageFor } from '../../lib/guard';
import { loadIncident } from '../../lib/incidents';
import { loadOutage } from '../../lib/outage';
import { decoded } from '../../lib/snapshots';

interface Props {
  params: Promise<{ id: string }>;
}

export const metadata: Metadata = { title: 'Incident' };

export default async function IncidentRoute({ params }: Props) {
  const id = decoded((await params).id);
  return pageFor('see-incidents', async (viewer) => {
    const [snapshot, review] = await Promise.all([loadIncident(viewer, id), reviewOf(id, viewer.teams)]);
    if (snapshot === null) notFound();
    return <IncidentView key={snapshot.incident.id} snapshot={snapshot} review={review} />;
  });
}

/** The incident is shown whatever becomes of its review, which the page then asks for again. */
async function reviewOf(id: string, scope: Scope) {
  try {
    return await loadOutage({ id, names: false, scope });
  } catch (error) {
    console.error(error);
    return null;
  }
}
