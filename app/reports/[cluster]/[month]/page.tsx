/** A cluster's month, to be read and printed. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ReportView } from '../../../../components/report/report-view';
import { isZone } from '../../../../server/domain/history/calendar';
import { env } from '../../../lib/env';
import { pageFor } from '../../../lib/guard';
import { type PageParams, queryOf } from '../../../lib/page-query';
import { ownZone } from '../../../lib/range-query';
import { loadReport, readReport } from '../../../lib/report';
import { decoded } from '../../../lib/snapshots';
import { wallTime } from '../../../lib/time';

interface Props {
  params: Promise<{ cluster: string; month: string }>;
  searchParams: PageParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { cluster, month } = await params;
  return { title: `Report ${decoded(cluster)} ${month}` };
}

export default async function ReportRoute({ params, searchParams }: Props) {
  const [{ cluster, month }, query] = await Promise.all([params, queryOf(searchParams)]);
  const named = query.get('zone');
  const zone = named !== null && isZone(named) ? named : ownZone();
  const asked = readReport(decoded(cluster), month, zone);
  return pageFor('see-everything', async () => {
    const report = asked === null ? null : await loadReport(asked);
    if (report === null) notFound();
    return <ReportView report={report} zoneAsked={named} basePath={env().basePath} printedAt={wallTime()} />;
  });
}
