'use client';
/** One rung of one server: a mark, since when, and on hover or focus how it was checked. */
import { Tooltip } from '@mantine/core';
import type { ReadinessRung, RungState, ServerView } from '#contract';
import { formatDuration } from '../format/units';
import { useNow, useZone } from '../live/live-context';
import { rungName, rungWords } from './service';
import classes from './service-panel.module.css';

interface Props {
  server: ServerView;
  rung: ReadinessRung;
}

export function RungCell({ server, rung }: Props) {
  const now = useNow();
  const { zone } = useZone();
  const state = server.rungs.find((r) => r.rung === rung);
  const status = state?.status ?? 'unknown';
  const words = rungWords(state, now, zone);
  const since = state?.since == null ? '' : shortSince(now - state.since);
  return (
    <td>
      <Tooltip label={words} events={{ hover: true, focus: true, touch: true }} openDelay={200} multiline maw={320}>
        <span
          className={classes.rung}
          data-status={status}
          role="img"
          aria-label={`${rungName(rung)}, ${server.side}: ${words}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what is told on hover must be had by the keyboard too
          tabIndex={0}
        >
          <RungMark status={status} />
          <span className="hf-figures">{since}</span>
        </span>
      </Tooltip>
    </td>
  );
}

/** `4 d`, `2 h`, `12:07`: how long it has been so. */
export function shortSince(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours >= 24) return `${Math.floor(hours / 24)} d`;
  if (hours >= 1) return `${Math.floor(hours)} h`;
  return formatDuration(ms);
}

export function RungMark({ status }: { status: RungState['status'] }) {
  const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 2.25, strokeLinecap: 'round' } as const;
  return (
    <svg width="13" height="13" viewBox="0 0 16 16" aria-hidden="true" className={classes.rungMark}>
      {status === 'good' && <path d="M3 8.5l3.5 3.5L13 4.5" {...stroke} />}
      {status === 'bad' && <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" {...stroke} strokeWidth={3} />}
      {status === 'unknown' && <circle cx="8" cy="8" r="5.5" {...stroke} strokeDasharray="2.6 3.2" />}
      {status === 'expected-down' && <path d="M5.5 4v8M10.5 4v8" {...stroke} />}
    </svg>
  );
}
