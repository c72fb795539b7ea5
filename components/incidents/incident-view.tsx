'use client';
/** One incident: what it is, what people can do, everything on one axis, why it was told and to whom. */
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { type Incident, type IncidentSnapshot, newerIncident, type OutageReview } from '#contract';
import { Panel } from '../board/panel';
import { PageClockProvider, useApi, useTrust } from '../live/live-context';
import { CollectPanel } from '../outage/collect-panel';
import { BlindPanel, CausePanel, ChangesPanel, HappenedPanel } from '../outage/moments';
import { OutageReviewPanel } from '../outage/outage-review';
import { useReview } from '../outage/use-review';
import { IfMay } from '../people/viewer-context';
import { Elapsed, Moment } from '../session/moment';
import { DeliveryPanel } from './delivery-panel';
import { IncidentActions } from './incident-actions';
import { IncidentFacts, WhyPanel } from './incident-facts';
import classes from './incidents.module.css';
import { useIncidents } from './incidents-context';
import { MutedBy } from './muted-by';
import { SeverityMark } from './severity-mark';
import { entrySentence, kindWords, statusWords } from './words';

interface Props {
  snapshot: IncidentSnapshot;
  /** null: it could not be read, and is asked for again. */
  review: OutageReview | null;
}

export function IncidentView({ snapshot: first, review: firstReview }: Props) {
  const api = useApi();
  const [snapshot, setSnapshot] = useState(first);
  const { id } = first.incident;
  const live = useIncidents()?.find((i) => i.id === id);
  const incident = newerIncident(live, snapshot.incident);
  const { revision } = incident;
  const trust = useTrust(first);
  const state = useReview(id, revision, firstReview);
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
  const { review } = state;
  return (
    <PageClockProvider at={first.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        <Head incident={incident} />
        <IfMay need="answer-incidents">
          <IncidentActions incident={incident} />
        </IfMay>
        <OutageReviewPanel state={state} />
        <div className={classes.columns}>
          <div className={classes.stack}>
            <Timeline incident={incident} />
            {review !== null && <CausePanel cause={review.cause} />}
            {review !== null && <HappenedPanel marks={review.marks} />}
            {review !== null && <ChangesPanel changes={review.changes} />}
            {review !== null && <BlindPanel blind={review.blind} />}
          </div>
          <div className={classes.stack}>
            {review !== null && <CollectPanel collect={review.collect} />}
            <IfMay need="see-alerting">
              <DeliveryPanel incidentId={id} deliveries={snapshot.deliveries} />
            </IfMay>
            <WhyPanel incident={incident} />
            <IncidentFacts incident={incident} review={review} />
          </div>
        </div>
      </div>
    </PageClockProvider>
  );
}

function Head({ incident }: { incident: Incident }) {
  return (
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
        {incident.flapping && <span>flapping</span>}
      </p>
      {incident.mergedInto !== null && (
        <p className={classes.detail}>
          A duplicate: it goes on in{' '}
          <Link href={`/incidents/${encodeURIComponent(incident.mergedInto)}`}>the other incident</Link>.
        </p>
      )}
      <MutedBy incident={incident} />
    </div>
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
