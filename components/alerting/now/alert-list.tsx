'use client';
/** Alerts in lines: what, by which rule, since when, and what becomes of it. */
import Link from 'next/link';
import type { AlertNow } from '#contract';
import { formatCountdown } from '../../format/units';
import { severityWords } from '../../incidents/words';
import { useNow } from '../../live/live-context';
import { Elapsed, Moment } from '../../session/moment';
import classes from './now.module.css';

interface Props {
  title: string;
  alerts: readonly AlertNow[];
  nameOf(ruleKey: string): string;
  nothing: string;
}

export function AlertList({ title, alerts, nameOf, nothing }: Props) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      {alerts.length === 0 ? (
        <p className={classes.sentence}>{nothing}</p>
      ) : (
        <ul className={classes.list}>
          {alerts.map((a) => (
            <Row key={`${a.ruleKey} ${a.subject}`} alert={a} name={nameOf(a.ruleKey)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ alert: a, name }: { alert: AlertNow; name: string }) {
  const { state } = a;
  const quiet = state.status !== 'firing' || a.mutedBy !== null;
  return (
    <li className={classes.row}>
      <span className={classes.severity} data-severity={quiet ? 'quiet' : a.severity}>
        {severityWords[a.severity]}
      </span>
      <span className={classes.title}>
        {a.incidentId === null ? (
          a.title
        ) : (
          <Link href={`/incidents/${encodeURIComponent(a.incidentId)}`}>{a.title}</Link>
        )}
        <span className={classes.detail}>
          {name}
          {a.sample !== null && `: ${a.sample}`}
        </span>
        {a.mutedBy !== null && <span className={classes.detail}>Nobody is told: {a.mutedBy.text}</span>}
      </span>
      {state.status !== 'inactive' && (
        <span className={classes.when}>
          <span>
            <Moment at={state.begunAt} /> (<Elapsed since={state.begunAt} />)
          </span>
          <Next alert={a} />
        </span>
      )}
    </li>
  );
}

function Next({ alert: { state, dueAt } }: { alert: AlertNow }) {
  const now = useNow();
  const left = dueAt === null ? '' : formatCountdown(dueAt - now);
  switch (state.status) {
    case 'inactive':
      return null;
    case 'pending':
      return <span className={classes.detail}>fires in {left}</span>;
    case 'firing':
      if (state.clearAt !== null) return <span className={classes.detail}>gone; over in {left}</span>;
      return (
        <span className={classes.detail}>
          fired <Moment at={state.firedAt} />
        </span>
      );
  }
}
