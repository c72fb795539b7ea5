'use client';
/** The lanes over one time axis, drawn as SVG: heights and hatches tell the kinds apart without colour. */
import { useId } from 'react';
import type { EpochMs } from '#contract';
import { timeTicks } from '../charts/time-axis';
import { formatDuration } from '../format/units';
import { useZone } from '../live/live-context';
import classes from './lane-chart.module.css';
import { spanWords } from './lane-words';
import type { LaneSpan, Lanes } from './lanes';

interface Props {
  lanes: Lanes;
  narrow: boolean;
  /** What the chart shows, for those who do not see it. */
  label: string;
}

/** Names, and the air beside them. */
export const LANE_LEFT_PX = 92;

interface Lane {
  name: string;
  spans: readonly LaneSpan[];
}

export function LaneChart({ lanes, narrow, label }: Props) {
  const { zone } = useZone();
  const hatch = useId();
  const { from, to } = lanes;
  const share = (at: EpochMs) => `${(((at - from) / (to - from)) * 100).toFixed(3)}%`;
  const ticks = timeTicks(from, to, narrow ? 4 : 12, zone);
  const rows: Lane[] = [
    { name: 'Connection', spans: lanes.verdict },
    ...lanes.sides.map(({ side, spans }) => ({ name: `Side ${side}`, spans })),
    { name: 'State', spans: lanes.states },
  ];
  return (
    <figure className={classes.chart} aria-label={label}>
      <svg width="0" height="0" className={classes.defs} aria-hidden="true">
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" className={classes.hatch} />
        </pattern>
      </svg>
      {rows.map(({ name, spans }) => (
        <div key={name} className={classes.lane}>
          <span className={classes.name}>{name}</span>
          <svg className={classes.strip} aria-hidden="true">
            {spans.map((span) => (
              <Span key={`${span.from} ${span.kind}`} span={span} share={share} hatch={hatch} />
            ))}
            {lanes.forcedOuts.map((at) => (
              <line key={at} className={classes.acted} x1={share(at)} x2={share(at)} y1="0" y2="100%" />
            ))}
          </svg>
        </div>
      ))}
      <div className={classes.lane} aria-hidden="true">
        <span className={classes.name} />
        <div className={classes.axis}>
          {ticks.map(({ at, label: words }) => (
            <span key={at} className={classes.tick} style={{ left: share(at) }}>
              {words}
            </span>
          ))}
        </div>
      </div>
    </figure>
  );
}

/** Of 28 px: up is low, trouble is tall, nothing to see is hatched. */
const boxes: Record<LaneSpan['kind'], { y: number; height: number }> = {
  connected: { y: 18, height: 10 },
  unstable: { y: 14, height: 14 },
  'at-risk': { y: 8, height: 20 },
  'forced-out': { y: 0, height: 28 },
  'logged-out': { y: 24, height: 4 },
  unknown: { y: 0, height: 28 },
  unobserved: { y: 0, height: 28 },
  state: { y: 18, height: 10 },
  busy: { y: 13, height: 15 },
  'not-ready': { y: 6, height: 22 },
  'signed-off': { y: 24, height: 4 },
  several: { y: 0, height: 28 },
};

function Span({ span, share, hatch }: { span: LaneSpan; share: (at: EpochMs) => string; hatch: string }) {
  const { y, height } = boxes[span.kind];
  const width = share(span.to).slice(0, -1);
  const x = share(span.from).slice(0, -1);
  // A short trouble must be seen on a long axis.
  const wide = `${Math.max(0.2, Number(width) - Number(x)).toFixed(3)}%`;
  const hatched = span.kind === 'unknown' || span.kind === 'unobserved';
  return (
    <rect
      className={classes.span}
      data-kind={span.kind}
      {...{ x: `${x}%`, width: wide, y, height }}
      {...(hatched ? { fill: `url(#${hatch})` } : {})}
    >
      <title>{`${spanWords(span)}, ${formatDuration(span.to - span.from)}`}</title>
    </rect>
  );
}
