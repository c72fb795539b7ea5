'use client';
/** All incidents in lines: open ones first; what is shown is in the address. */
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Incident, IncidentsSnapshot } from '#contract';
import { formatDuration, plural } from '../format/units';
import { PageClockProvider, useNow, useTrust } from '../live/live-context';
import { Moment } from '../session/moment';
import { Filters } from './filters';
import classes from './incidents.module.css';
import { useIncidents } from './incidents-context';
import { clustersIn, type IncidentsQuery, joined, queryOf, searchOf, shownIncidents } from './query';
import { SeverityMark } from './severity-mark';
import { kindWords, statusWords } from './words';

interface Props {
  snapshot: IncidentsSnapshot;
  /** What the address asks for. */
  search: string;
}

export function IncidentsView({ snapshot, search }: Props) {
  const router = useRouter();
  const trust = useTrust(snapshot);
  const [query, setQuery] = useState(() => queryOf(new URLSearchParams(search)));
  const all = joined(snapshot.incidents, useIncidents());
  const shown = shownIncidents(all, query, snapshot.at);
  const open = all.filter((i) => i.status === 'open');

  function change(changed: Partial<IncidentsQuery>): void {
    const next = { ...query, ...changed };
    setQuery(next);
    const url = `${window.location.pathname}${searchOf(next)}`;
    // Only a longer time has to be asked for: everything else is on the page.
    if (next.back.ms > query.back.ms) router.replace(`/incidents${searchOf(next)}`, { scroll: false });
    else window.history.replaceState(null, '', url);
  }

  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <div className={classes.page}>
        <h1>Incidents</h1>
        <p className={classes.sentence}>
          {open.length === 0 ? 'Nothing is open.' : `${plural(open.length, 'incident')} open.`}
        </p>
        <Filters query={query} clusters={clustersIn(all)} onChange={change} />
        <p className={classes.sentence} role="status">
          {plural(shown.length, 'incident')} shown:{' '}
          {query.status === 'open' ? 'those that are open' : query.back.words.toLowerCase()}
          {query.status === null && ', and those that are open'}.
        </p>
        {shown.length > 0 && (
          <ul className={classes.list}>
            {shown.map((i) => (
              <Row key={i.id} incident={i} />
            ))}
          </ul>
        )}
        {shown.length === 0 && (
          <p className={classes.nothing}>
            {all.length === 0
              ? 'No incident was recorded in this time. When something breaks, it stands here from its first sign on.'
              : 'No incident fits. Take a filter away, or look further back.'}
          </p>
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
          {kindWords[i.kind]}, {i.mergedInto === null ? statusWords(i) : 'merged'}
          {agentsAtMost > 0 && `, ${plural(i.status === 'open' ? agents : agentsAtMost, 'agent')}`}
          {i.flapping && ', flapping'}
          {i.mutedBy !== null && `: ${i.mutedBy.text}`}
        </span>
      </span>
      <span className={classes.when}>
        <Moment at={i.firstSignAt} />
        <span className={classes.detail}>{formatDuration((i.resolved?.time ?? now) - i.firstSignAt)}</span>
      </span>
    </li>
  );
}
