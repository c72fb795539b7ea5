'use client';
/** What one server's column says under the rungs: event delay, feeds, and our load on it against its budget. */
import type { ServerView } from '#contract';
import { formatCount, formatDuration, formatRtt } from '../format/units';
import { feedName } from '../health/words';
import { useNow } from '../live/live-context';
import classes from './service-panel.module.css';

export function DelayCell({ server }: { server: ServerView }) {
  const delay = server.minute?.eventDelay ?? null;
  if (delay === null) return <span className={classes.quiet}>none measured</span>;
  const title = `${formatCount(delay.count)} events in the last minute: median ${formatRtt(delay.p50Ms)} ms, slowest ${formatRtt(delay.maxMs)} ms; known to ${formatRtt(delay.errorMs)} ms`;
  return (
    <span title={title} className="hf-figures">
      {formatRtt(delay.p95Ms)} ms
    </span>
  );
}

export function FeedsCell({ server }: { server: ServerView }) {
  const now = useNow();
  const stale = server.feeds.filter((f) => !f.fresh);
  const [first, ...more] = stale;
  if (server.feeds.length === 0) return <span className={classes.quiet}>none yet</span>;
  if (first === undefined) {
    const names = server.feeds.map((f) => feedName(f.feed)).join(', ');
    return (
      <span title={names}>{server.feeds.length === 1 ? 'the one is fresh' : `all ${server.feeds.length} fresh`}</span>
    );
  }
  const why = first.why === null ? '' : `: ${first.why}`;
  return (
    <span className={classes.stale} title={`${feedName(first.feed)}${why}`}>
      <span className="hf-figures">{formatDuration(now - first.since)}</span> silent: {feedName(first.feed)}
      {more.length > 0 && ` and ${more.length} more`}
      <span className="hf-hidden">{why}</span>
    </span>
  );
}

export function LoadCell({ server }: { server: ServerView }) {
  const { minute, budget } = server;
  if (minute === null) return <span className={classes.quiet}>not counted yet</span>;
  const bytes = minute.requests.reduce((sum, r) => sum + r.bytes, 0);
  const over = minute.requests.length > budget.requestsPerMinute || bytes > budget.bytesPerMinute;
  return (
    <span
      className={over ? classes.over : undefined}
      title={`${megabytes(bytes)} of ${megabytes(budget.bytesPerMinute)} MB`}
    >
      <span className="hf-figures">
        {minute.requests.length} of {budget.requestsPerMinute}
      </span>
      <span className={classes.bytes}>
        , <span className="hf-figures">{megabytes(bytes)}</span> MB
      </span>
    </span>
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
