'use client';
/** Everything of an outage on one axis of time, with a cursor that reads all lanes at a moment. */
import { useMediaQuery } from '@mantine/hooks';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import type { EpochMs, OutageReview } from '#contract';
import { formatDay, zoneOffsetMs } from '../agent/zone-offset';
import { ticksOf } from '../agent/zoom';
import { formatMinute, formatTime } from '../format/clock';
import { transportName } from '../format/names';
import { useZone } from '../live/live-context';
import { placeOf, readoutAt, stepOf } from './axis';
import classes from './chart.module.css';
import { laneGroups, RttStrip, rttScale, Strip } from './lanes';

export function OutageChart({ review }: { review: OutageReview }) {
  const hatch = useId();
  const { zone } = useZone();
  const [cursor, setCursor] = useState<EpochMs | null>(null);
  const { from, to, trouble } = review;
  const at = cursor ?? trouble.from;
  const time = (moment: EpochMs) => formatTime(moment, zone);

  function point(e: PointerEvent<HTMLDivElement>): void {
    const box = e.currentTarget.getBoundingClientRect();
    const share = (e.clientX - box.left) / Math.max(1, box.width);
    setCursor(Math.round(from + Math.min(1, Math.max(0, share)) * (to - from)));
  }

  function move(e: KeyboardEvent): void {
    const step = (to - from) / (e.shiftKey ? 20 : 120);
    const next = { ArrowLeft: at - step, ArrowRight: at + step, Home: from, End: to }[e.key];
    if (next === undefined) return;
    e.preventDefault();
    setCursor(Math.round(Math.min(to, Math.max(from, next))));
  }

  const left = {
    '--trouble-from': `${placeOf(trouble.from, review)}%`,
    '--trouble-to': `${placeOf(trouble.to, review)}%`,
  };
  return (
    <figure
      className={classes.chart}
      aria-label={`Readiness, sessions, agents and round-trip times from ${time(from)} to ${time(to)}`}
    >
      <svg width="0" height="0" className={classes.defs} aria-hidden="true">
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" className={classes.hatch} />
        </pattern>
      </svg>
      <p className={classes.readout}>
        <span className={classes.at}>{time(at)}</span> {readoutAt(review, at)}
      </p>
      <div className={classes.body}>
        {laneGroups(review).map(({ title, lanes }) => (
          <div key={title} className={classes.group}>
            <p className={classes.title}>{title}</p>
            {lanes.map(({ key, name, hint, spans, small }) => (
              <div key={key} className={classes.row} data-small={small || undefined}>
                <span className={classes.name} title={hint === '' ? name : `${name} (${hint})`}>
                  {name}
                </span>
                <Strip spans={spans} range={review} hatch={hatch} small={small} />
              </div>
            ))}
          </div>
        ))}
        <Rtt review={review} />
        <Marks review={review} />
        <Axis review={review} />
        <div
          className={classes.plane}
          style={left as CSSProperties}
          role="slider"
          tabIndex={0}
          aria-label="Moment"
          aria-valuemin={from}
          aria-valuemax={to}
          aria-valuenow={at}
          aria-valuetext={`${time(at)}: ${readoutAt(review, at)}`}
          onPointerMove={point}
          onPointerDown={point}
          onKeyDown={move}
        >
          <span className={classes.trouble} />
          <span className={classes.cursor} style={{ left: `${placeOf(at, review)}%` }} />
        </div>
      </div>
    </figure>
  );
}

function Rtt({ review }: { review: OutageReview }) {
  if (review.rtt.length === 0) return null;
  return (
    <div className={classes.group}>
      <p className={classes.title}>Round-trip time from Holdfast: median, p95 and the longest; misses above</p>
      {review.rtt.map(({ target, nodeName, transport, points }) => (
        <div key={target} className={classes.row} data-tall>
          <span className={classes.name} title={target}>
            {nodeName} {transportName(transport)}
            <span className={classes.scale}>{points.length === 0 ? 'no pings' : rttScale(points)}</span>
          </span>
          <RttStrip points={points} range={review} />
        </div>
      ))}
    </div>
  );
}

function Marks({ review }: { review: OutageReview }) {
  return (
    <div className={classes.group}>
      <div className={classes.row}>
        <span className={classes.name}>What happened</span>
        <div className={classes.marks} aria-hidden="true">
          {review.marks.map((m) => (
            <span
              key={`${m.at} ${m.kind}`}
              className={classes.mark}
              data-kind={m.kind}
              title={m.count > 1 ? `${m.text}, and ${m.count - 1} more` : m.text}
              style={{ left: `${placeOf(m.at, review)}%` }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function Axis({ review }: { review: OutageReview }) {
  const { zone } = useZone();
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const step = stepOf(review, narrow ? 4 : 12);
  const label = (at: EpochMs) =>
    step >= 86_400_000 ? formatDay(at, zone) : step < 60_000 ? formatTime(at, zone) : formatMinute(at, zone);
  return (
    <div className={classes.row} aria-hidden="true">
      <span className={classes.name} />
      <div className={classes.axis}>
        {ticksOf(review.from, review.to, step, zoneOffsetMs(review.to, zone)).map((at) => (
          <span key={at} className={classes.tick} style={{ left: `${placeOf(at, review)}%` }}>
            {label(at)}
          </span>
        ))}
      </div>
    </div>
  );
}
