/** The overview. */
import { OverviewView } from '../components/overview/overview-view';
import { loadOverview } from './lib/snapshots';

export default async function OverviewRoute() {
  return <OverviewView page={await loadOverview()} />;
}
