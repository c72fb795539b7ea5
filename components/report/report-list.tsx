/** The months of each cluster that there are reports of. */
import Link from 'next/link';
import { monthName } from './month-words';
import classes from './report.module.css';

interface Props {
  links: readonly { clusterKey: string; clusterName: string; months: readonly string[] }[];
}

export function ReportList({ links }: Props) {
  return (
    <div className={classes.page}>
      <h1>Reports</h1>
      {links.length === 0 && <p>There is nothing to report on yet: no cluster has been watched.</p>}
      {links.map(({ clusterKey, clusterName, months }) => (
        <section key={clusterKey} className={classes.panel} aria-label={clusterName}>
          <h2>{clusterName}</h2>
          <ul className={classes.months}>
            {months.map((month) => (
              <li key={month}>
                <Link href={`/reports/${clusterKey}/${month}`} prefetch={false}>
                  {monthName(Number(month.slice(0, 4)), Number(month.slice(5)))}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
