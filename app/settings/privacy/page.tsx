/** What of people is kept, in words and as a form. */
import type { Metadata } from 'next';
import { PrivacyView } from '../../../components/privacy/privacy-view';
import { configurationView } from '../../lib/configuration';
import { env } from '../../lib/env';
import { pageFor } from '../../lib/guard';
import { privacyInForce } from '../../lib/privacy';

export const metadata: Metadata = { title: 'Privacy' };

export default async function PrivacyRoute() {
  return pageFor('configure', async () => (
    <PrivacyView configuration={await configurationView()} running={await privacyInForce()} basePath={env().basePath} />
  ));
}
