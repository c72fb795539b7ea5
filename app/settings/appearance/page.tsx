/** How Holdfast looks and sounds in this browser. */
import type { Metadata } from 'next';
import { Appearance } from '../../../components/settings/appearance/appearance-view';
import { pageFor } from '../../lib/guard';

export const metadata: Metadata = { title: 'Appearance' };

export default async function AppearanceRoute() {
  return pageFor('see-figures', () => <Appearance />);
}
