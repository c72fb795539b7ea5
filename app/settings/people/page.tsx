/** Who may sign in, in which role, for which teams. */
import type { Metadata } from 'next';
import { PeopleView } from '../../../components/people/list/people-view';
import { PASSWORD_LENGTH } from '../../lib/auth';
import { loadClusterTeams } from '../../lib/cluster-teams';
import { pageFor } from '../../lib/guard';
import { isMailReady } from '../../lib/mail';
import { openInvitations } from '../../lib/one-time-links';
import { people } from '../../lib/people';
import { everybody } from '../../lib/people-changes';
import { wallTime } from '../../lib/time';

export const metadata: Metadata = { title: 'People' };

export default async function PeopleRoute() {
  return pageFor('administer', async (viewer) => {
    const at = wallTime();
    const { people: store } = await people();
    const [known, mail, list, invitations] = await Promise.all([
      loadClusterTeams(viewer),
      isMailReady(),
      everybody(),
      openInvitations(store, at),
    ]);
    return <PeopleView {...{ at, people: list, invitations, known, mail, leastLength: PASSWORD_LENGTH.least }} />;
  });
}
