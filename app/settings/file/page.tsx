/** The whole configuration as one file. */
import type { Metadata } from 'next';
import { FileSettings } from '../../../components/settings/file/file-view';
import { configurationView } from '../../lib/configuration';
import { pageFor } from '../../lib/guard';

export const metadata: Metadata = { title: 'Configuration file' };

export default async function FileRoute() {
  return pageFor('configure', async () => <FileSettings configuration={await configurationView()} />);
}
