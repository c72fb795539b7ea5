/** An invitation: whoever holds its link chooses a password. */
import type { Metadata } from 'next';
import { AcceptInvitation, LinkIsOver } from '../../../components/people/choose-password';
import { PASSWORD_LENGTH } from '../../lib/auth';
import { env } from '../../lib/env';
import { pageViewer } from '../../lib/guard';
import { openInvitation } from '../../lib/one-time-links';
import { people } from '../../lib/people';
import { wallTime } from '../../lib/time';

// The address is the key: it is not told to whoever is linked to.
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer', robots: { index: false } };

export default async function InvitationRoute({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const framed = (await pageViewer()) !== null;
  const invited = await openInvitation((await people()).people, token, wallTime());
  if (invited === null)
    return <LinkIsOver what="invitation" next="Ask whoever invited you for a new one." framed={framed} />;
  const { email, name, role } = invited;
  const shown = { basePath: env().basePath, token, email, name, role, leastLength: PASSWORD_LENGTH.least, framed };
  return <AcceptInvitation {...shown} />;
}
