/** A range in parts: each as much down, degraded, unknown and up as it was, trouble never less than a pixel. */
import { useId } from 'react';
import type { AvailabilityReply, StatusTally } from '#contract';
import { formatFull } from '../format/clock';
import { availabilityText } from '../history/availability-words';
import classes from './parts-bar.module.css';

interface Props {
  tallies: readonly StatusTally[];
  parts: AvailabilityReply['parts'];
  zone: string;
  label: string;
}

const HEIGHT = 22;
const layers = ['unknown', 'maintained', 'down', 'degraded', 'up'] as const;

export function PartsBar({ tallies, parts, zone, label }: Props) {
  const hatch = useId();
  return (
    <svg
      className={classes.bar}
      viewBox={`0 0 ${parts.length * 10} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1="0" y1="0" x2="0" y2="4" className={classes.hatch} />
      </pattern>
      {parts.map((part, i) => {
        const tally = tallies[i];
        if (tally === undefined) return null;
        return (
          <g key={part.from} transform={`translate(${i * 10} 0)`}>
            <title>{`${formatFull(part.from, zone)}: ${availabilityText(tally).sentence}`}</title>
            <Part tally={tally} hatch={hatch} />
          </g>
        );
      })}
    </svg>
  );
}

function Part({ tally, hatch }: { tally: StatusTally; hatch: string }) {
  let y = 0;
  return heightsOf(tally).map(({ status, height }) => {
    const top = y;
    y += height;
    return (
      <rect
        key={status}
        className={classes.part}
        data-status={status}
        {...{ x: '0.6', y: top, width: '8.8', height }}
        {...(status === 'unknown' ? { fill: `url(#${hatch})` } : {})}
      />
    );
  });
}

/** Of `HEIGHT`, top to bottom. */
export function heightsOf(tally: StatusTally): { status: (typeof layers)[number]; height: number }[] {
  const all = layers.reduce((sum, status) => sum + tally[`${status}Ms`], 0);
  const present = layers.filter((status) => tally[`${status}Ms`] > 0);
  const wanted = present.map((status) => ({
    status,
    height: Math.max(status === 'up' ? 0 : 2.5, (tally[`${status}Ms`] / all) * HEIGHT),
  }));
  const sum = wanted.reduce((total, { height }) => total + height, 0);
  return wanted.map(({ status, height }) => ({ status, height: (height / sum) * HEIGHT }));
}
