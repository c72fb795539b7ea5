'use client';
/** Six figures that can be read from two metres away, each with what belongs to it, and each a way to the agents behind it. */
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { HealthKind } from '#contract';
import { startOfDay } from '../format/clock';
import { formatCount, formatCountdown, formatDuration, formatSpan } from '../format/units';
import { HealthMark } from '../health/mark';
import { blameWords, healthWord } from '../health/words';
import { useNow, useZone } from '../live/live-context';
import { agentsHref } from './addresses';
import { type Figures, figuresOf } from './figures';
import classes from './figures-row.module.css';
import type { BoardModel } from './model';

interface Props {
  model: BoardModel;
  blind: boolean;
}

export function FiguresRow({ model, blind }: Props) {
  const now = useNow();
  const { zone } = useZone();
  const figures = figuresOf(model, now, startOfDay(now, zone));
  const to = (health?: HealthKind) => agentsHref(model.teamsAsked, health === undefined ? {} : { health });
  const warned = [...model.clusters.values()].some((c) => c.promise === null || c.promise.warning !== 'none');
  return (
    <section aria-label="Agents by connection" className={classes.section}>
      <dl className={classes.row} data-blind={blind}>
        <Connected {...figures.connected} sided={model.servers.size > 0} href={to('connected')} />
        {warned ? <AtRisk {...figures.atRisk} now={now} href={to('at-risk')} /> : <NoWarning href={to('at-risk')} />}
        <StillOut {...figures.stillOut} now={now} href={to('forced-out')} />
        <Back {...figures.back} href={to()} />
        <ForcedOut {...figures.forcedOut} href={to('forced-out')} />
        <Unknown {...figures.unknown} href={to('unknown')} />
      </dl>
    </section>
  );
}

interface To {
  href: string;
}

interface FigureProps extends To {
  name: string;
  mark: HealthKind | null;
  /** Nobody is in it: it keeps its place and loses its weight. */
  some: boolean;
  figure: ReactNode;
  children: ReactNode;
}

function Figure({ name, mark, some, href, figure, children }: FigureProps) {
  return (
    <div className={classes.figure} data-some={some} data-health={mark}>
      <dt>
        {mark !== null && <HealthMark kind={mark} size={12} />}
        <Link href={href} prefetch={false} className={classes.link}>
          {name}
        </Link>
      </dt>
      <dd className={classes.number}>{figure}</dd>
      <dd className={classes.note}>{children}</dd>
    </div>
  );
}

function Connected({ all, onA, onB, unstable, sided, href }: Figures['connected'] & To & { sided: boolean }) {
  const told = onA + onB === 0 ? 'side not told' : `A ${formatCount(onA)}  B ${formatCount(onB)}`;
  const notes = [...(sided ? [told] : []), ...(unstable === 0 ? [] : [`${formatCount(unstable)} unstable`])];
  return (
    <Figure name="Connected" mark="connected" some={all > 0} href={href} figure={formatCount(all)}>
      {notes.join(' · ')}
    </Figure>
  );
}

function AtRisk({ all, onCall, nextAt, now, href }: Figures['atRisk'] & To & { now: number }) {
  const next = nextAt === null ? '' : nextAt > now ? formatCountdown(nextAt - now) : 'now';
  return (
    <Figure
      name={healthWord('at-risk')}
      mark="at-risk"
      some={all > 0}
      href={href}
      figure={
        <>
          {formatCount(all)}
          {next !== '' && <span className={classes.beside}>next {next}</span>}
        </>
      }
    >
      {all === 0 ? 'nobody' : `${formatCount(onCall)} on a call`}
    </Figure>
  );
}

function NoWarning({ href }: To) {
  return (
    <Figure name={healthWord('at-risk')} mark="at-risk" some={false} href={href} figure="–">
      no early warning here
    </Figure>
  );
}

function StillOut({ all, since, now, href }: Figures['stillOut'] & To & { now: number }) {
  return (
    <Figure name="Still out" mark="forced-out" some={all > 0} href={href} figure={formatCount(all)}>
      {since === null ? 'nobody' : `longest ${formatDuration(now - since)}`}
    </Figure>
  );
}

function Back({ all, of, medianMs, href }: Figures['back'] & To) {
  return (
    <Figure
      name="Back, last hour"
      mark={null}
      some={of > 0}
      href={href}
      figure={
        of === 0 ? (
          '–'
        ) : (
          <>
            {formatCount(all)}
            <span className={classes.beside}>of {formatCount(of)}</span>
          </>
        )
      }
    >
      {medianMs === null ? nobodyBack(of) : `median ${formatSpan(Math.round(medianMs / 1000) * 1000)}`}
    </Figure>
  );
}

const nobodyBack = (of: number): string => (of === 0 ? 'no loss to come back from' : 'nobody is back yet');

function ForcedOut({ all, loggedOut, notReady, closed, href }: Figures['forcedOut'] & To) {
  const acted = all === 0 ? 'nobody' : `${formatCount(loggedOut)} logged out, ${formatCount(notReady)} Not Ready`;
  return (
    <Figure name="Forced out today" mark={null} some={all > 0} href={href} figure={formatCount(all)}>
      {closed === 0 ? acted : `${acted}; ${formatCount(closed)} closed without signing out`}
    </Figure>
  );
}

function Unknown({ all, blame, href }: Figures['unknown'] & To) {
  return (
    <Figure name="Unknown" mark="unknown" some={all > 0} href={href} figure={formatCount(all)}>
      {blame === null ? 'nobody' : `not told by ${blameWords(blame)}`}
    </Figure>
  );
}
