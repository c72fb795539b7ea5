/** How long what is kept. */
import type { Metadata } from 'next';
import { RetentionSettings } from '../../../components/settings/retention/retention-view';
import { configurationView } from '../../lib/configuration';
import { pageFor } from '../../lib/guard';

export const metadata: Metadata = { title: 'Retention' };

export default async function RetentionRoute() {
  return pageFor('configure', async () => <RetentionSettings configuration={await configurationView()} />);
}
