/** Silences: in force, to come, over, and a new one. */
import type { Metadata } from 'next';
import { SilencesView } from '../../../components/alerting/silences/silences-view';
import { loadAlerting } from '../../lib/alerting';
import { pageFor } from '../../lib/guard';

export const metadata: Metadata = { title: 'Silences' };

export default async function SilencesRoute() {
  return pageFor('see-alerting', async () => <SilencesView snapshot={await loadAlerting()} />);
}
