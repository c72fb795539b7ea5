/** The last 90 pings as a strip: height is RTT, a miss is a hollow bar with a point, unknown time is hatched. */
import { memo, useId } from 'react';
import type { Sample } from '#contract';
import classes from './heartbeat-strip.module.css';
import type { Span } from './model';
import { type Cell, STRIP_CELLS, stripCells, stripScaleMs, stripSummary } from './strip-cells';

const CELL = 4;
const BAR = 3;
const HEIGHT = 36;
const FOOT = 2;

interface Props {
  samples: readonly Sample[];
  unknown: readonly Span[];
  pingIntervalMs: number;
  pingTimeoutMs: number;
}

export const HeartbeatStrip = memo(function HeartbeatStrip(props: Props) {
  const hatch = useId();
  const cells = stripCells(props.samples, props.unknown, props);
  const scaleMs = stripScaleMs(cells);
  const first = STRIP_CELLS - cells.length;
  const draw = (kind: Cell['kind'], shape: (cell: Cell, x: number) => string) =>
    cells.map((cell, i) => (cell.kind === kind ? shape(cell, (first + i) * CELL) : '')).join('');
  return (
    <svg
      className={classes.strip}
      viewBox={`0 0 ${STRIP_CELLS * CELL} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={stripSummary(cells)}
    >
      <defs>
        <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.6" height="4" className={classes.hatchLine} />
        </pattern>
      </defs>
      <path className={classes.ground} d={`M0 ${HEIGHT - 0.5}H${STRIP_CELLS * CELL}`} />
      <path className={classes.answered} d={draw('answered', (c, x) => bar(c, x, scaleMs))} />
      <path className={classes.missed} d={draw('missed', (_, x) => hollow(x))} />
      <path className={classes.missedTip} d={draw('missed', (_, x) => tip(x))} />
      <path
        fill={`url(#${hatch})`}
        className={classes.unknown}
        d={draw('unknown', (_, x) => `M${x} 0h${BAR}v${HEIGHT}h-${BAR}z`)}
      />
      <path className={classes.absent} d={draw('absent', (_, x) => `M${x + BAR / 2} 3V${HEIGHT - 2}`)} />
    </svg>
  );
});

function bar(cell: Cell, x: number, scaleMs: number): string {
  if (cell.kind !== 'answered') return '';
  const height = Math.max(3, Math.min(1, cell.rttMs / scaleMs) * (HEIGHT - FOOT));
  return `M${x} ${(HEIGHT - height).toFixed(1)}h${BAR}V${HEIGHT}h-${BAR}z`;
}

function hollow(x: number): string {
  return `M${x + 0.5} 7.5h${BAR - 1}V${HEIGHT - 0.5}h-${BAR - 1}z`;
}

function tip(x: number): string {
  return `M${x - 1} 0h${BAR + 2}l-${(BAR + 2) / 2} 5z`;
}
