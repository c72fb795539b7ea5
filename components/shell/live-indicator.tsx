'use client';
/** How live the page is: the age of the newest fact, or since when there is none. */
import { STALE_AFTER_MS } from '#contract';
import { formatTime } from '../format/clock';
import { useLinkView, useTick, useZone } from '../live/live-context';
import type { LinkView } from '../live/trust';
import { PhaseMark } from '../session/phase-mark';
import classes from './live-indicator.module.css';

export function LiveIndicator({ renderedAt }: { renderedAt: number }) {
  const link = useLinkView();
  const now = useTick(renderedAt);
  const { zone } = useZone();
  const said = indication(link, now, zone);
  return (
    <span className={classes.indicator} data-kind={said.kind} title={said.title}>
      <PhaseMark kind={said.mark} size={12} />
      <span className={classes.text} aria-hidden="true">
        {said.text}
        {said.lag !== '' && <span className={classes.lag}> {said.lag}</span>}
      </span>
      <span className="hf-hidden" role="status">
        {said.spoken}
      </span>
    </span>
  );
}

interface Indication {
  kind: 'live' | 'busy' | 'stale';
  mark: 'online' | 'connecting' | 'unknown';
  text: string;
  /** How late the newest fact was; left out where there is little room. */
  lag: string;
  /** Changes only with the kind, so that a screen reader is not told every second. */
  spoken: string;
  title: string;
}

export function indication(link: LinkView, now: number, zone: string | undefined): Indication {
  const { lastSignAt, status, lagMs } = link;
  if (lastSignAt !== null && now - lastSignAt > STALE_AFTER_MS) {
    const text = `stale since ${formatTime(lastSignAt, zone)}`;
    const title = status === 'open' ? 'The stream is silent.' : 'The connection to Holdfast is lost; trying again.';
    return { kind: 'stale', mark: 'unknown', text, lag: '', spoken: text, title };
  }
  if (status === 'reconnecting') {
    return {
      kind: 'busy',
      mark: 'connecting',
      text: 'reconnecting',
      lag: '',
      spoken: 'reconnecting',
      title: 'The live connection broke a moment ago.',
    };
  }
  if (status === 'connecting' || lastSignAt === null) {
    return {
      kind: 'busy',
      mark: 'connecting',
      text: 'connecting',
      lag: '',
      spoken: 'connecting',
      title: 'The live connection is being opened.',
    };
  }
  return {
    kind: 'live',
    mark: 'online',
    text: 'live',
    lag: lagMs === null ? '' : `${Math.max(0.1, lagMs / 1000).toFixed(1)} s`,
    spoken: 'live',
    title: 'How long the newest fact took from the observer to this page',
  };
}
