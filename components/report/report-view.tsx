/** A cluster's month on one page that prints: how available it was, when it was worst, why sessions were lost, what agents lost by it. */
import Link from 'next/link';
import type { EpochMs, MonthReport, ReportTable } from '#contract';
import { AvailabilityTable } from '../availability/availability-table';
import { formatFull } from '../format/clock';
import { StatusLegend } from '../history/legends';
import { ViewerZone } from '../history/viewer-zone';
import { monthAway, monthName } from './month-words';
import { PrintButton } from './print-button';
import classes from './report.module.css';
import { ForcedOutsTable, LatencyTable, LossesTable, OutagesTable, WorstHoursTable } from './report-tables';
import { reportSentence, targetNames } from './report-words';

interface Props {
  report: MonthReport;
  zoneAsked: string | null;
  basePath: string;
  printedAt: EpochMs;
}

export function ReportView({ report, zoneAsked, basePath, printedAt }: Props) {
  const { clusterKey, clusterName, year, month, zone } = report;
  const query = zoneAsked === null ? '' : `?zone=${zoneAsked}`;
  const nameOf = targetNames(report.availability);
  const here = `${basePath}/api/v1/reports/${clusterKey}/${monthAway(year, month, 0)}?zone=${zone}`;
  const part = (title: string, table: ReportTable, rule: string, content: React.ReactNode) => (
    <Part title={title} rule={rule} href={`${here}&table=${table}`}>
      {content}
    </Part>
  );
  return (
    <div className={classes.page}>
      <ViewerZone asked={zoneAsked} shown={zone} />
      <div className={classes.head}>
        <div>
          <p className={classes.path}>
            <Link href="/reports">Reports</Link> / {clusterName}
          </p>
          <h1>
            {clusterName}, {monthName(year, month)}
          </h1>
        </div>
        <div className={classes.actions}>
          <Link href={`/reports/${clusterKey}/${monthAway(year, month, -1)}${query}`} prefetch={false}>
            Month before
          </Link>
          {report.complete && (
            <Link href={`/reports/${clusterKey}/${monthAway(year, month, 1)}${query}`} prefetch={false}>
              Month after
            </Link>
          )}
          <a href={here}>All as JSON</a>
          <PrintButton />
        </div>
      </div>
      <p className={classes.sentence}>{reportSentence(report)}</p>
      <p className={classes.note}>
        {`${formatFull(report.from, zone)} to ${formatFull(report.to, zone)}${report.complete ? '' : ', so far'}. Time zone ${zone}. RTT as measured from Holdfast's own host. Made ${formatFull(printedAt, zone)}.`}
      </p>
      {part(
        'Availability',
        'availability',
        'up or degraded, of the time that is known; unknown counts as neither',
        <>
          <AvailabilityTable rows={report.availability} parts={report.parts} zone={zone} />
          <StatusLegend />
        </>,
      )}
      {part(
        'Worst hours',
        'worstHours',
        'time of all targets together',
        <WorstHoursTable rows={report.worstHours} zone={zone} nameOf={nameOf} />,
      )}
      {part(
        'Sessions lost, by cause',
        'losses',
        'most frequent first',
        <LossesTable rows={report.losses} nameOf={nameOf} />,
      )}
      {part('RTT against the month before', 'latency', 'ms', <LatencyTable rows={report.latency} nameOf={nameOf} />)}
      {part(
        'Longest outages',
        'outages',
        'of single targets',
        <OutagesTable rows={report.outages} zone={zone} nameOf={nameOf} />,
      )}
      {part(
        'Agents forced out',
        'forcedOuts',
        'by team and by what Finesse did; never by agent',
        <ForcedOutsTable rows={report.forcedOuts} />,
      )}
    </div>
  );
}

function Part({
  title,
  rule,
  href,
  children,
}: {
  title: string;
  rule: string;
  href: string;
  children: React.ReactNode;
}) {
  return (
    <section className={classes.panel} aria-label={title}>
      <div className={classes.partHead}>
        <h2>{title}</h2>
        <span className={classes.rule}>{rule}</span>
        <span className={classes.formats}>
          <a href={`${href}&format=csv`} download aria-label={`${title} as CSV`}>
            CSV
          </a>
          <a href={href} aria-label={`${title} as JSON`}>
            JSON
          </a>
        </span>
      </div>
      {children}
    </section>
  );
}
