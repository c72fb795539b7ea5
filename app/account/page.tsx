/** One's own account. */
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { AccountView } from '../../components/people/account/account-view';
import { PASSWORD_LENGTH } from '../lib/auth';
import { pageFor } from '../lib/guard';
import { accountOf } from '../lib/own-account';
import { wallTime } from '../lib/time';

export const metadata: Metadata = { title: 'Your account' };

export default async function AccountRoute() {
  return pageFor('see-figures', async (viewer) => {
    const account = await accountOf(await headers(), viewer);
    // A key or a link has none.
    if (account === null) notFound();
    return <AccountView account={account} at={wallTime()} leastLength={PASSWORD_LENGTH.least} />;
  });
}
