/** The months that there are reports of. */
import type { Metadata } from 'next';
import { ReportList } from '../../components/report/report-list';
import { pageFor } from '../lib/guard';
import { ownZone } from '../lib/range-query';
import { reportLinks } from '../lib/report';

export const metadata: Metadata = { title: 'Reports' };

export default async function ReportsRoute() {
  return pageFor('see-everything', async () => <ReportList links={await reportLinks(ownZone())} />);
}
