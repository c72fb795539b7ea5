/** Availability of clusters, nodes, transports and targets over a range, with what it is a percentage of. */
import Link from 'next/link';
import type { AvailabilityReply } from '#contract';
import { formatFull } from '../format/clock';
import { StatusLegend } from '../history/legends';
import toolbar from '../history/toolbar.module.css';
import { ranges } from '../history/view';
import { ViewerZone } from '../history/viewer-zone';
import classes from './availability.module.css';
import { AvailabilityTable } from './availability-table';

interface Props {
  reply: AvailabilityReply;
  /** Key of the range that ends now; null = a span of one's own. */
  range: string | null;
  zoneAsked: string | null;
  basePath: string;
}

export function AvailabilityView({ reply, range, zoneAsked, basePath }: Props) {
  const zone = zoneAsked === null ? '' : `&zone=${zoneAsked}`;
  const span = `from=${reply.from}&to=${reply.to}&zone=${reply.zone}`;
  return (
    <div className={classes.page}>
      <ViewerZone asked={zoneAsked} shown={reply.zone} />
      <h1>Availability</h1>
      <p className={classes.words}>
        {formatFull(reply.from, reply.zone)} to {formatFull(reply.to, reply.zone)}. Time zone {reply.zone}.
      </p>
      <div className={toolbar.toolbar}>
        <nav aria-label="Range" className={toolbar.ranges}>
          {ranges.slice(1).map(({ key, name }) => (
            <Link
              key={key}
              href={`/availability?range=${key}${zone}`}
              className={toolbar.range}
              aria-current={key === range ? 'page' : undefined}
              prefetch={false}
            >
              {name}
            </Link>
          ))}
        </nav>
        <form className={classes.custom} action={`${basePath}/availability`}>
          <input type="hidden" name="zone" value={reply.zone} />
          <label>
            From <input type="date" name="from" required />
          </label>
          <label>
            To <input type="date" name="to" required />
          </label>
          <button type="submit" className={toolbar.range}>
            Show
          </button>
        </form>
        <a className={classes.csv} href={`${basePath}/api/v1/availability.csv?${span}`} download>
          CSV
        </a>
      </div>
      {reply.rows.length === 0 ? (
        <p className={classes.words}>Nothing was watched in this range.</p>
      ) : (
        <AvailabilityTable rows={reply.rows} parts={reply.parts} zone={reply.zone} />
      )}
      <StatusLegend />
      <p className={classes.note}>
        Available is up or degraded (a ping was missed), of the time that is known and not maintenance; unknown time
        counts as neither. A server or a cluster is up while everything known of it is up, down while all of it is down,
        and degraded between. Agents count by their time while they were signed in: up while connected, degraded while
        unstable, down while at risk or forced out.
      </p>
    </div>
  );
}
