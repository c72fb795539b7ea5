/** A forgotten password: whoever holds the link chooses a new one. */
import type { Metadata } from 'next';
import { LinkIsOver, ResetPassword } from '../../../components/people/choose-password';
import { PASSWORD_LENGTH } from '../../lib/auth';
import { env } from '../../lib/env';
import { pageViewer } from '../../lib/guard';
import { openReset } from '../../lib/one-time-links';
import { people } from '../../lib/people';
import { wallTime } from '../../lib/time';

// The address is the key: it is not told to whoever is linked to.
export const metadata: Metadata = { title: 'A new password', referrer: 'no-referrer', robots: { index: false } };

export default async function ResetRoute({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const framed = (await pageViewer()) !== null;
  const open = await openReset((await people()).people, token, wallTime());
  if (open === null) return <LinkIsOver what="link" next="Ask for a new one." framed={framed} />;
  const shown = { basePath: env().basePath, token, leastLength: PASSWORD_LENGTH.least, framed };
  return <ResetPassword {...shown} email={open.person.email} />;
}
