/** What is set up, and what is missing. */
import type { Metadata } from 'next';
import { standingOf } from '../../components/settings/overview/model';
import { SettingsOverview } from '../../components/settings/overview/settings-overview';
import { sectionsOf } from '../../components/settings/sections';
import { configurationView } from '../lib/configuration';
import { env } from '../lib/env';
import { pageFor } from '../lib/guard';
import { people } from '../lib/people';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsRoute() {
  return pageFor('configure', async (viewer) => {
    const [configuration, database] = await Promise.all([configurationView(), people()]);
    const known = { people: await database.people.countPeople(), sqlite: env().databaseUrl.startsWith('file:') };
    return <SettingsOverview groups={sectionsOf(viewer)} standing={standingOf(configuration, known)} />;
  });
}
