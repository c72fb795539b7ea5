/** Two targets, or one at two times, over each other. */
import type { Metadata } from 'next';
import { CompareView } from '../../components/compare/compare-view';
import { pageFor } from '../lib/guard';
import { loadTargetNames } from '../lib/target-names';
import { wallTime } from '../lib/time';

export const metadata: Metadata = { title: 'Compare' };

export default async function CompareRoute() {
  return pageFor('see-service', async () => <CompareView targets={await loadTargetNames()} at={wallTime()} />);
}
