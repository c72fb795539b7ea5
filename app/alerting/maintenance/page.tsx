/** Maintenance: when nobody is told, planned and going on, and a new window. */
import type { Metadata } from 'next';
import { MaintenanceView } from '../../../components/alerting/maintenance/maintenance-view';
import { loadAlerting } from '../../lib/alerting';
import { pageFor } from '../../lib/guard';
import { firstCalendar } from '../../lib/maintenance';

export const metadata: Metadata = { title: 'Maintenance' };

export default async function MaintenanceRoute() {
  return pageFor('see-alerting', async () => {
    const [snapshot, calendar] = await Promise.all([loadAlerting(), firstCalendar()]);
    return <MaintenanceView snapshot={snapshot} first={calendar} />;
  });
}
