'use client';
/** All incidents in lines: open ones first. */
import Link from 'next/link';
import type { Incident, IncidentsSnapshot } from '#contract';
import { formatDuration, plural } from '../format/units';
import { PageClockProvider, useNow, useTrust } from '../live/live-context';
import { Moment } from '../session/moment';
import classes from './incidents.module.css';
import { useIncidents } from './incidents-context';
import { inOrder } from './model';
import { SeverityMark } from './severity-mark';
import { kindWords, statusWords } from './words';

export function IncidentsView({ snapshot }: { snapshot: IncidentsSnapshot }) {
  const trust = useTrust(snapshot);
  const incidents = useIncidents() ?? inOrder(snapshot.incidents);
  const open = incidents.filter((i) => i.status === 'open');
  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <div className={classes.page}>
        <h1>Incidents</h1>
        <p className={classes.sentence}>
          {open.length === 0 ? 'Nothing is open.' : `${plural(open.length, 'incident')} open.`} Shown are those that are
          open, and the last two weeks.
        </p>
        {incidents.length > 0 && (
          <ul className={classes.list}>
            {incidents.map((i) => (
              <Row key={i.id} incident={i} />
            ))}
          </ul>
        )}
      </div>
    </PageClockProvider>
  );
}

function Row({ incident: i }: { incident: Incident }) {
  const now = useNow();
  const { agents, agentsAtMost } = i.affected;
  return (
    <li className={classes.row} data-status={i.status}>
      <SeverityMark incident={i} />
      <span className={classes.title}>
        <Link href={`/incidents/${encodeURIComponent(i.id)}`}>{i.title}</Link>
        <span className={classes.detail}>
          {kindWords[i.kind]}, {statusWords(i)}
          {agentsAtMost > 0 && `, ${i.status === 'open' ? agents : agentsAtMost} agents`}
          {i.flapping && ', flapping'}
        </span>
      </span>
      <span className={classes.when}>
        <Moment at={i.firstSignAt} />
        <span className={classes.detail}>{formatDuration((i.resolved?.time ?? now) - i.firstSignAt)}</span>
      </span>
    </li>
  );
}
