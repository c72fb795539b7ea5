'use client';
/** One incident: what it is, why it was told, what happened in order, and what people can do. */
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { type Incident, type IncidentSnapshot, newerIncident } from '#contract';
import { Panel } from '../board/panel';
import { PageClockProvider, useApi, useTrust } from '../live/live-context';
import { Elapsed, Moment } from '../session/moment';
import { IncidentActions } from './incident-actions';
import { IncidentFacts, WhyPanel } from './incident-facts';
import classes from './incidents.module.css';
import { useIncidents } from './incidents-context';
import { SeverityMark } from './severity-mark';
import { entrySentence, kindWords, statusWords } from './words';

export function IncidentView({ snapshot: first }: { snapshot: IncidentSnapshot }) {
  const api = useApi();
  const [snapshot, setSnapshot] = useState(first);
  const { id } = first.incident;
  const live = useIncidents()?.find((i) => i.id === id);
  const incident = newerIncident(live, snapshot.incident);
  const { revision } = incident;
  const trust = useTrust(first);
  // Deliveries are not streamed: with each change of the incident they are asked for again.
  useEffect(() => {
    if (revision === first.incident.revision) return;
    let gone = false;
    void api.incident(id).then((fresh) => {
      if (fresh !== null && !gone) setSnapshot(fresh);
    });
    return () => {
      gone = true;
    };
  }, [api, id, revision, first]);
  return (
    <PageClockProvider at={first.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        <div className={classes.head}>
          <p className={classes.detail}>
            <Link href="/incidents">Incidents</Link> / {kindWords[incident.kind]}
          </p>
          <h1>{incident.title}</h1>
          <p className={classes.status}>
            <SeverityMark incident={incident} />
            <span>{statusWords(incident)}</span>
            <span>
              since <Moment at={incident.firstSignAt} />
              {incident.status === 'open' && (
                <>
                  {' '}
                  (<Elapsed since={incident.firstSignAt} />)
                </>
              )}
            </span>
            {incident.mutedBy !== null && <span>{incident.mutedBy.text}</span>}
          </p>
        </div>
        <div className={classes.columns}>
          <div className={classes.stack}>
            <Timeline incident={incident} />
          </div>
          <div className={classes.stack}>
            <IncidentActions incident={incident} />
            <IncidentFacts incident={incident} deliveries={snapshot.deliveries} />
            <WhyPanel incident={incident} />
          </div>
        </div>
      </div>
    </PageClockProvider>
  );
}

function Timeline({ incident }: { incident: Incident }) {
  return (
    <Panel title="Timeline" rule="oldest first">
      <ol className={classes.timeline}>
        {incident.timeline.map((entry, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added
          <li key={n} className={classes.entry}>
            <Moment at={entry.time} />
            <span>{entrySentence(entry)}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
