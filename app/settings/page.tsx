/** What is set up, and what is missing. */
import type { Metadata } from 'next';
import { SettingsOverview } from '../../components/settings/overview/settings-overview';
import { sectionsOf } from '../../components/settings/sections';
import { pageFor } from '../lib/guard';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsRoute() {
  return pageFor('configure', (viewer) => <SettingsOverview groups={sectionsOf(viewer)} />);
}
