'use client';
/** The first five minutes after an outage, in figures: first sign, forced out, back, Ready, lost, failover. */
import type { ReactNode } from 'react';
import type { Comings, OutageReview } from '#contract';
import { formatCount, formatDuration, plural } from '../format/units';
import { Elapsed, Moment } from '../session/moment';
import classes from './outage.module.css';

export function OutageFigures({ review }: { review: OutageReview }) {
  const { agents, firstSign, failover, trouble, incident } = review;
  return (
    <dl className={classes.figures}>
      <Figure name="First sign" figure={<Moment at={firstSign?.at ?? trouble.from} />}>
        {firstSign === null ? 'no single evidence is kept' : `${firstSign.text}, told by ${firstSign.feed}`}
      </Figure>
      <Figure
        name={incident.resolved === null ? 'Going on for' : 'Lasted'}
        figure={
          incident.resolved === null ? <Elapsed since={trouble.from} /> : formatDuration(trouble.to - trouble.from)
        }
      >
        {incident.reopened === 0
          ? incident.resolved === null
            ? 'since the first sign'
            : 'from first sign to end'
          : `came back ${plural(incident.reopened, 'time')}`}
      </Figure>
      {agents !== null && (
        <>
          <Figure name="Forced out" figure={formatCount(agents.forcedOut)}>
            of {formatCount(agents.affected)} who lost their connection, {formatCount(agents.onCall)} on a call then
          </Figure>
          <Figure name="Connected again" figure={formatCount(agents.back.count)}>
            {cameWords(agents.back)}
            {agents.notBack > 0 && `, ${formatCount(agents.notBack)} not back`}
          </Figure>
          <Figure name="Ready again" figure={formatCount(agents.ready.count)}>
            {cameWords(agents.ready)}
          </Figure>
          <Figure name="Agent-minutes lost" figure={formatCount(Math.round(agents.lostMinutes))}>
            {agents.counting ? 'so far, and counting' : 'until Ready or connected again'}
            {agents.unended > 0 && `, without ${agents.unended} whose end nobody saw`}
          </Figure>
        </>
      )}
      {failover.map(({ side, nodeName, outMs, stillOut, moved }) => (
        <Figure key={side} name={`Failover of ${side}`} figure={outMs === null ? 'in service' : formatDuration(outMs)}>
          {outMs !== null && `${nodeName} out${stillOut ? ' so far' : ''}; `}
          {moved.count === 0
            ? 'nobody moved to the other side'
            : `${formatCount(moved.count)} moved: ${cameWords(moved)}`}
        </Figure>
      ))}
    </dl>
  );
}

function Figure({ name, figure, children }: { name: string; figure: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.big}>{figure}</span>
        <span className={classes.small}>{children}</span>
      </dd>
    </div>
  );
}

function cameWords({ count, medianMs, lastMs }: Comings): string {
  if (count === 0 || medianMs === null || lastMs === null) return 'nobody yet';
  return `median ${formatDuration(medianMs)}, last after ${formatDuration(lastMs)}`;
}
