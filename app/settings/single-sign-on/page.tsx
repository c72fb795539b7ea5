/** How people sign in besides with a password. */
import type { Metadata } from 'next';
import { SingleSignOnSettings } from '../../../components/access/single-sign-on/single-sign-on-view';
import { configurationView } from '../../lib/configuration';
import { pageFor } from '../../lib/guard';

export const metadata: Metadata = { title: 'Single sign-on' };

export default async function SingleSignOnRoute() {
  return pageFor('administer', async () => <SingleSignOnSettings configuration={await configurationView()} />);
}
