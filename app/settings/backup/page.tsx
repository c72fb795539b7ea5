/** When the history is copied, and the copies that are there. */
import type { Metadata } from 'next';
import { BackupSettings } from '../../../components/settings/backup/backup-view';
import { loadBackups } from '../../lib/backups';
import { configurationView } from '../../lib/configuration';
import { pageFor } from '../../lib/guard';

export const metadata: Metadata = { title: 'Backup' };

export default async function BackupRoute() {
  return pageFor('configure', async () => {
    const [configuration, state] = await Promise.all([configurationView(), loadBackups()]);
    return <BackupSettings configuration={configuration} state={state} />;
  });
}
