'use client';
/** The whole wall, without any frame: what matters most, the clusters, the incidents, and how old it all is. */
import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import Link from 'next/link';
import type { WallFigures } from '#contract';
import { formatTime } from '../format/clock';
import { SchemeToggle } from '../shell/scheme-toggle';
import { ClusterBlock } from './cluster-block';
import { freshnessOf, isSparse, urgentOf, wallSentence } from './model';
import { type Alarm, useAlarm } from './use-alarm';
import { useWall, type Wall } from './use-wall';
import classes from './wall.module.css';
import { WallIncidents } from './wall-incidents';

interface Props {
  first: WallFigures;
  basePath: string;
  /** Opened by a link: there is nowhere else to go. */
  isLink: boolean;
}

export function WallView({ first, basePath, isLink }: Props) {
  const wall = useWall(first, basePath);
  const alarm = useAlarm(urgentOf(wall.figures));
  if (wall.closed) return <Closed isLink={isLink} />;
  const { figures } = wall;
  const { tone, words } = wallSentence(figures);
  const fresh = wall.heardAt === null || wall.now === null ? 'fresh' : freshnessOf(wall.heardAt, wall.now);
  return (
    <main className={classes.wall} data-tone={tone} data-fresh={fresh} data-sparse={isSparse(figures)}>
      <header className={classes.head}>
        <h1 className={classes.sentence}>
          <ToneMark tone={tone} />
          <span role="status">{words}</span>
        </h1>
        <Clock wall={wall} fresh={fresh} />
      </header>
      <div className={classes.body}>
        <div className={classes.clusters}>
          {figures.clusters.map((cluster) => (
            <ClusterBlock key={cluster.key} cluster={cluster} clusters={figures.clusters.length} />
          ))}
        </div>
        <WallIncidents incidents={figures.incidents} at={figures.at} />
      </div>
      <Buttons alarm={alarm} isLink={isLink} />
    </main>
  );
}

/** A shape for who sees no colour. */
function ToneMark({ tone }: { tone: string }) {
  return (
    <svg className={classes.mark} viewBox="0 0 16 16" aria-hidden="true">
      {tone === 'well' && <circle cx="8" cy="8" r="6" fill="currentColor" />}
      {tone === 'warn' && <path d="M8 1.5L15.5 14.5H.5z" fill="currentColor" />}
      {tone === 'bad' && <rect x="2" y="2" width="12" height="12" rx="1" fill="currentColor" />}
      {tone === 'unknown' && (
        <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3.2 2.56" />
      )}
    </svg>
  );
}

function Clock({ wall: { now, heardAt }, fresh }: { wall: Wall; fresh: string }) {
  if (now === null || heardAt === null) return <p className={classes.clock}>&nbsp;</p>;
  const seconds = Math.max(0, Math.round((now - heardAt) / 1_000));
  const age = fresh === 'stale' ? `No news since ${formatTime(heardAt)}` : seconds <= 6 ? 'live' : `${seconds} s old`;
  return (
    <p className={classes.clock}>
      <time>{formatTime(now)}</time>
      <span className={classes.age} data-fresh={fresh}>
        {age}
      </span>
    </p>
  );
}

function Buttons({ alarm, isLink }: { alarm: Alarm; isLink: boolean }) {
  const Icon = alarm.on ? IconVolume : IconVolumeOff;
  const words = alarm.on ? 'Sound on for urgent incidents' : 'Sound off';
  return (
    <footer className={classes.foot}>
      <button type="button" className={classes.button} aria-pressed={alarm.on} onClick={alarm.toggle}>
        <Icon size={18} stroke={1.6} aria-hidden="true" /> {words}
      </button>
      <SchemeToggle />
      {!isLink && (
        <Link href="/" className={classes.button}>
          Leave the wall
        </Link>
      )}
      <p className={classes.legend}>Figures only. Small teams are counted in their cluster.</p>
    </footer>
  );
}

function Closed({ isLink }: { isLink: boolean }) {
  return (
    <main className={classes.closed}>
      <h1>{isLink ? 'This link is over' : 'You are signed out'}</h1>
      <p>
        {isLink
          ? 'It was taken back, or its time is up. Whoever administers Holdfast can make another one.'
          : 'Sign in again to see the wall.'}
      </p>
    </main>
  );
}
