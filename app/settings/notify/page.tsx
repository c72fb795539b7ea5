/** What concerns every notice. */
import type { Metadata } from 'next';
import { NotifySettings } from '../../../components/settings/notify/notify-view';
import { configurationView } from '../../lib/configuration';
import { pageFor } from '../../lib/guard';

export const metadata: Metadata = { title: 'Notices' };

export default async function NotifyRoute() {
  return pageFor('configure', async () => <NotifySettings configuration={await configurationView()} />);
}
