/** The teams that servers report, with their sites and their supervisors. */
import type { Metadata } from 'next';
import { TeamSettings } from '../../../components/settings/teams/teams-view';
import { pageFor } from '../../lib/guard';
import { loadTeamRows } from '../../lib/settings-pages';

export const metadata: Metadata = { title: 'Teams' };

export default async function TeamsRoute() {
  return pageFor('configure', async () => <TeamSettings rows={await loadTeamRows()} />);
}
